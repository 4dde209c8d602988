//! Values that are shown.

use crate::script::Fault;
use crate::showing::{Order, Secret};

/// All of it is shown, but for what has no text.
#[pipeline(error = Fault, show)]
fn showing(order: Order, secret: Secret) -> u64 {
    let price: u64 = price(&order, &secret);
    let lines: Vec<String> = split(&order);
    let notes: Vec<String> = lines.map(|line: &String| note(line));
    let sealed: Secret = seal(secret);
    let total: u64 = match price {
        0 => 0u64,
        _ => add(price),
    };
    #[step(blocking)]
    let sum: u64 = sum(total, notes, sealed);
    sum
}

/// Only one value is.
#[pipeline(error = Fault)]
fn showing_one(order: Order) -> u64 {
    #[step(show)]
    let lines: Vec<String> = split(order);
    let count: u64 = count(lines);
    count
}
