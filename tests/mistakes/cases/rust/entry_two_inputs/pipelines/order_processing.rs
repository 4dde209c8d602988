use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
#[entry(order = by_phone(order_id: &OrderId))]
#[entry(order = by_letter(letter: &String))]
fn order_processing(order: Order) -> Receipt {
    let payment: Charge = charge(&order, &order_id, &letter);
    let receipt: Receipt = confirm(order, payment);
    receipt
}
