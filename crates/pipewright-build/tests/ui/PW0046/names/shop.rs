use crate::orders::{Charge, Order};

#[pipeline]
fn shop(order: Order) -> Charge {
    let paid: Charge = payment(order);
    paid
}

#[pipeline]
fn other(order: Order, note: String) -> Charge {
    let paid: Charge = payment(order, note);
    paid
}
