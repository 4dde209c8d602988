use crate::orders::{Charge, Order, OrderId, Receipt};

#[pipeline]
fn order_processing(ids: Vec<OrderId>) -> Receipt {
    let orders: Vec<Order> = ids.map(|id: OrderId| validate(&id));
    let sum: u32 = orders.reduce(|a: u32, b: u32| add(a, b));
    if is_large(&sum) {
        notify(&sum);
    } else {
        store(&sum);
    }
    let payment: Charge = match sum {
        0 => no_charge(),
        _ => charge(&sum),
    };
    let receipt: Receipt = confirm(payment);
    if sum > 3 { receipt } else { receipt }
}
