use crate::orders::{Order, OrderId};

const PAGE: u32 = 100;
const PAGE: u32 = 50;

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id, PAGE);
    #[step(timeout = "5s")]
    let order: Order = validate(&order, PAGE);
    order
}
