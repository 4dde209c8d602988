use crate::orders::{Order, OrderId};

#[pipeline]
fn lent(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id);
    &order
}

#[pipeline]
fn a_part(order_id: OrderId) -> u32 {
    let order: Order = validate(&order_id);
    order.total
}

#[pipeline]
fn a_literal(order_id: OrderId) -> u32 {
    notify(&order_id);
    3
}
