use crate::orders::{Order, OrderId};

#[pipeline(record, limits(database = 10))]
#[limits(database(permits = 10))]
#[entry(order = api_request(order_id: OrderId))]
fn order_processing(order_id: OrderId) -> Order {
    #[step(limit = database, undo = release(&order), for_each(region = ["eu", "us"]), cache(ttl = "1h"))]
    let order: Order = validate(&order_id);
    order
}

