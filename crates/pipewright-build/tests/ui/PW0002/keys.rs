use crate::orders::{Order, OrderError, OrderId};

#[pipeline(errors = OrderError, timeout = "5s", name = "orders", input = [order_id])]
fn order_processing(order_id: OrderId) -> Order {
    #[step(timout = "5s", input = [order_id], depends_on = migrate, retries = 3, call = "crate::validate")]
    let order: Order = validate(&order_id);
    #[step(retry(attempts = 3, backoff = 2), colour = "red")]
    let stored: Order = store(order);
    stored
}
