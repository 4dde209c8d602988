#![allow(dead_code)]
#[allow(unused_imports)]
use crate::orders::{Order, OrderId};

/// A page.
#[cfg(test)]
const PAGE: u32 = 100;

#[piepline]
#[tokio::main]
fn order_processing(
    /// Which one.
    order_id: OrderId,
    #[serde(default)] count: u32,
) -> Order {
    validate(&order_id, count)
}

#[pipeline]
#[step(blocking)]
fn other(order_id: OrderId) -> Order {
    validate(&order_id)
}

/// About nothing.
