use crate::orders::{Charge, Order, OrderId};

#[pipeline]
fn order_processing((order_id, customer): (OrderId, String), _: u32, mut count: u32) {
    let (order, payment): (Order, Charge) = validate(&order_id);
    let Charge { amount }: Charge = charge(&order);
    let _: Order = load(&order_id, count);
    notify(&order);
}
