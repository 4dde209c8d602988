use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline]
fn another_type(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    order
}

#[pipeline]
fn a_result(order_id: OrderId) -> Result<Order, OrderError> {
    let order: Order = validate(&order_id);
    order
}

#[pipeline]
fn no_option(order_id: OrderId) -> Order {
    #[step(skippable)]
    let order: Order = validate(&order_id);
    order.maybe()
}

#[pipeline]
fn an_option(order_id: OrderId) -> Option<Order> {
    let order: Order = validate(&order_id);
    order
}

#[pipeline]
fn undeclared(order_id: OrderId) {
    let order: Order = validate(&order_id);
    order.ok()
}

#[pipeline]
fn missing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id);
    charge(&order);
}

#[pipeline]
fn nothing_like_it(order_id: OrderId) -> Receipt {
    charge(&order_id);
}

#[pipeline]
fn the_same_by_another_path(order_id: OrderId) -> Option<crate::orders::Order> {
    #[step(skippable)]
    let order: Order = validate(&order_id);
    order.maybe()
}
