use crate::orders::{Charge, Order};

#[pipeline]
fn order_processing(order: Order, rate: u32) {
    let payment: Charge = charge(order: Order, "eu".to_string(), &order rate);
    notify(f"paid {payment}", payment = &payment);
}
