#!/usr/bin/env -S cargo +nightly -Zscript
use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    validate(&order_id)
}
