use crate::orders::{Order, OrderId};

const BASE: u32 = 10;
const PAGE: u32 = BASE * 10;
const LIMIT: u32 = 3;
const FORGOTTEN: u32 = 7;

#[pipeline]
fn first(order_id: OrderId) -> Order {
    load(&order_id, PAGE)
}

#[pipeline]
fn second(order_id: OrderId) -> Order {
    #[step(when = matches!(LIMIT, 3))]
    let order: Order = validate(&order_id);
    order
}
