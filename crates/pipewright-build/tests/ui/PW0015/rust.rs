use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    #[step(retry(attempts = -1, factor = -2.5, jitter = 10))]
    let order: Order = validate(&order_id);
    order
}
