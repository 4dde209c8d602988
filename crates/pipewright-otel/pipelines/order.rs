//! An order, with all that shows in a trace.

use crate::shop::{Charge, Order, ShopError};

/// Validates an order, packs what it is of, charges it, and ships it after that.
#[pipeline(error = ShopError)]
fn order(order: Order, parts: Vec<u32>) -> u32 {
    #[step(retry(attempts = 3, delay = "10ms", jitter = 0))]
    let total: u32 = validate(&order);
    let parcels: Vec<u32> = parts.map(|part: &u32| pack(part));
    let charge: Charge = pipeline::payment(total);
    #[step(after = payment)]
    let number: u32 = ship(&parcels);
    #[step(when = charge.0 > 1_000)]
    thank(&charge);
    number
}

/// Charges a card.
#[pipeline(error = ShopError)]
fn payment(amount: u32) -> Charge {
    #[step(timeout = "1s")]
    let charge: Charge = charge(amount);
    charge
}
