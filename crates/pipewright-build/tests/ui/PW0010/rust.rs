use crate::orders::{Charge, Order, Receipt};

#[pipeline]
fn order_processing() -> Receipt {
    let order: Order = validate(&receipt);
    let payment: Charge = charge(&order);
    let receipt: Receipt = confirm(payment);
    receipt
}
