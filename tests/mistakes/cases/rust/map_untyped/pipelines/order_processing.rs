//! Validate orders, charge the customer, confirm.
use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_ids: Vec<OrderId>) -> Receipt {
    let orders: Vec<Order> = order_ids.map(|id| validate(id));
    let payment: Charge = charge(&orders);
    let receipt: Receipt = confirm(orders, payment);
    receipt
}
