use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
#[entry(order = by_phone(order_id: OrderId))]
#[entry(order = by_letter(letter: String))]
fn order_processing(orders: Order) -> Receipt {
    let payment: Charge = charge(&orders);
    let receipt: Receipt = confirm(orders, payment);
    receipt
}
