//! Validate an order, then charge and ship it side by side.

use crate::orders::{Charge, Order, OrderError, OrderId, Receipt, Shipment};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    /// Looks the order up and checks it.
    #[step(retry(attempts = 3, delay = "100ms"), timeout = "5s")]
    let order: Order = validate(&order_id);

    /// Charges the customer.
    let payment: Charge = charge(&order);

    /// Hands the goods to the carrier, if there are any.
    #[step(when = order.shippable)]
    let shipment: Shipment = ship(&order);

    /// Confirms what was done.
    let receipt: Receipt = confirm(payment, shipment.maybe());

    receipt
}
