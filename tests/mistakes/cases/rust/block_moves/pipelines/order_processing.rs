use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    let parts: Vec<OrderId> = split(&order);
    let payments: Vec<Charge> = parts.map(|part: OrderId| {
        let one: Order = load(&part);
        let payment: Charge = charge(&one, order);
        payment
    });
    let receipt: Receipt = confirm(order_id, payments);
    receipt
}
