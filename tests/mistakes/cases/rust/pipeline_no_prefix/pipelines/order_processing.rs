use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    let payment: Charge = payment(order);
    let receipt: Receipt = confirm(order_id, payment);
    receipt
}

#[pipeline(error = OrderError)]
fn payment(order: Order) -> Charge {
    let payment: Charge = charge(&order);
    payment
}
