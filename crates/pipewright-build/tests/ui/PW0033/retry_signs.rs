use crate::orders::{Charge, Order};

#[pipeline]
fn order_processing(order: Order) {
    #[step(retry(attempts: 3, delay = "100ms"))]
    charge(&order);
    #[step(retry(3))]
    notify(&order);
}
