use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

/// Validate an order, charge the customer, confirm.
#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    #[step(retry(attempts = 3, delay = "100ms"), timeout = "5s")]
    let order: Order = validate(&order_id);
    let deposit: Charge = charge(&order);
    let payment: Charge = match order.total {
        0..1000 => deposit,
        _ => charge_all(&order),
    };
    let receipt: Receipt = confirm(order, payment);
    receipt
}
