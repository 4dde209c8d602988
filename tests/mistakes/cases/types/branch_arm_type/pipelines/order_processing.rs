use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

const NOTHING: u32 = 0;

/// Validate an order, charge the customer, confirm.
#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    #[step(retry(attempts = 3, delay = "100ms"), timeout = "5s")]
    let order: Order = validate(&order_id);
    let payment: Charge = match order.total {
        0 => NOTHING,
        _ => charge(&order),
    };
    let receipt: Receipt = confirm(order, payment);
    receipt
}
