use crate::orders::{Charge, Order};

#[pipeline]
fn order_processing(order: Order) {
    payment: Charge = charge(&order);
    letter = write(&payment);
    send(&letter);
}
