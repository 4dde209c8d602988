use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id;
    order
}
