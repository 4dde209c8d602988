use crate::orders::{Order, OrderError, OrderId};

#[pipeline(fail_fast = true, deadline = 5, error = "OrderError", requires, metadata = "user")]
fn order_processing(order_id: OrderId) -> Order {
    #[step(timeout = 5s, deadline, when = "order_id.is_new()", retry = 3, blocking = true)]
    let order: Order = validate(&order_id);
    #[step(name = store_it, on_missing = "fial", after = "validate", executor = "Spawn", skippable = false)]
    let stored: Order = store(order);
    #[step(retry(delay = "1s", factor = "2", jitter = "half"), optional(true))]
    let kept: Order = keep(&stored);
    #[step(retry(attempts = "3", jitter = fully, when = "error.is_transient()"))]
    let sent: Order = send(&kept);
    sent
}
