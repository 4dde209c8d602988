use crate::orders::{Charge, Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id);
    let payment: Charge = charge(order);
    order
}
