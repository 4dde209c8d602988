use crate::orders::{Charge, Order, OrderId, Receipt}

#[pipeline]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id)
    let payment: Charge = charge(&order)
    notify(&order)
    let receipt: Receipt = confirm(payment)
    receipt
}
