use crate::orders::{Charge, Order, OrderId, Receipt};

#[pipeline]
fn order_processing(ids: Vec<OrderId>) -> Receipt {
    let orders: Vec<Order> = ids.map(|id: OrderId| {
        let order: Order = validate(&id);
        order
    });
    let sum: u32 = count(&orders);
    let payment: Charge = charge(&sum);
    let receipt: Receipt = confirm(payment);
    receipt
}
