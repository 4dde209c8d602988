use crate::orders::{Charge, Order, OrderId, Receipt};

#[pipeline]
fn order_processing(ids: Vec<OrderId>) -> Receipt {
    let orders: Vec<Order> = ids.map(|id: OrderId| {
        let order: Order = validate(&id);
        order
    });
    let sum: u32 = count(&orders);
    if is_large(&sum) {
        notify(&sum);
    } else {
        store(&sum);
    }
    let payment: Charge = match sum {
        0 => no_charge(),
        _ => charge(&sum),
    };
    let receipt: Receipt = pipeline::confirmation(payment);
    if sum > 3 { receipt } else { receipt }
}
