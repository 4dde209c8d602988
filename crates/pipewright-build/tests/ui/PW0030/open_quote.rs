use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    #[step(timeout = "5s)]
    let order: Order = validate(&order_id);
    order
}
