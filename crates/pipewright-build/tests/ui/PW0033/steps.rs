use crate::orders::{Charge, Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    #[stpe(timeout = "5s")]
    let order: Order = validate(&order_id);
    #[retry(attempts = 3)]
    #[timeout = "5s"]
    let payment: Charge = charge(&order);
    #[allow(unused)]
    #[pipeline]
    notify(&payment);
    #[step(blocking)]
    #[step(timeout = "5s")]
    store(&order);
    #[step(timeout = "5s", blocking, timeout = "10s", "fast")]
    keep(&order);
    #[step = "fast"]
    weigh(&order);
    #[step(infallible)]
    order
}
