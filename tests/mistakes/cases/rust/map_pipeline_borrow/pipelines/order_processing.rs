use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    let parts: Vec<Order> = split(&order);
    let payments: Vec<Charge> = parts.map(|part: Order| pipeline::payment(&part));
    let receipt: Receipt = confirm(order, payments);
    receipt
}

#[pipeline(error = OrderError)]
fn payment(order: Order) -> Charge {
    let payment: Charge = charge(&order);
    payment
}
