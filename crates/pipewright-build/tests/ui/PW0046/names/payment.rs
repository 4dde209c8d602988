use crate::orders::{Charge, Order};

#[pipeline]
fn payment(order: Order) -> Charge {
    let charge: Charge = charge(&order);
    charge
}
