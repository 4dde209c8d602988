use crate::orders::{Charge, Order, OrderId, Receipt};

#[pipeline]
fn order_processing(ids: Vec<OrderId>) -> Receipt {
    let orders: Vec<Order> = ids.map(|id: OrderId| validate(&id));
    let sum: u32 = orders.reduce(|a: u32, b: u32| add(a, b));
    let payment: Charge = charge(&sum);
    let receipt: Receipt = pipeline::confirmation(payment);
    receipt
}
