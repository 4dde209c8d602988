use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

/// Validate an order, charge the customer, confirm.
#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    let payment: Charge = charge(&order);
    #[step(after(validate, charge))]
    let receipt: Receipt = confirm(order, payment);
    receipt
}
