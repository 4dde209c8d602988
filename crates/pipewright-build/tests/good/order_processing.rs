//! Validate an order, then charge and ship it side by side.
use crate::orders::{Charge, Order, OrderError, OrderId, Receipt, Shipment};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    #[step(retry(attempts = 3, delay = "100ms"), timeout = "5s")]
    let order: Order = validate(&order_id);
    let payment: Charge = charge(&order);
    #[step(when = order.shippable)]
    let shipment: Shipment = ship(&order);
    let receipt: Receipt = confirm(payment, shipment.maybe());
    receipt
}
