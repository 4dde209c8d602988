use crate::orders::{Order, OrderId};

#[pipeline(record)]
fn order_processing(order_id: OrderId) -> Order {
    #[step(cache(ttl = "1h"))]
    let order: Order = validate(&order_id);
    order
}

