use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

/// Validate an order, charge the customer, confirm.
#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    #[step(retry(attempts = 3, delay = "100ms"), timeout = "5s")]
    let order: Order = validate(&order_id);
    #[step(when = order.total > 1000)]
    let deposit: Charge = charge(&order);
    #[step(name = "charge_rest", undo = refund(&deposit))]
    let payment: Charge = charge_rest(&order, deposit.maybe());
    let receipt: Receipt = confirm(order, payment);
    receipt
}
