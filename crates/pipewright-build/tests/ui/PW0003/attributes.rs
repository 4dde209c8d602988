use crate::orders::{Order, OrderId};

#[pipeline(record, limits(database = 10))]
#[limits(database(permits = 10))]
fn order_processing(order_id: OrderId) -> Order {
    #[step(limit = database, undo = release(&order), cache(ttl = "1h"))]
    let order: Order = validate(&order_id);
    order
}

