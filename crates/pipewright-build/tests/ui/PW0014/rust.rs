use crate::orders::{Order, OrderId};

#[pipeline(deadline = "0s")]
fn order_processing(order_id: OrderId) -> Order {
    #[step(timeout = "5", retry(attempts = 3, delay = "5 lightyears"))]
    let order: Order = validate(&order_id);
    order
}
