use crate::orders::{Order, OrderId};
pub use ::std::path::PathBuf;

mod orders;

#[derive(Clone)]
struct Customer {
    name: String,
}

static LIMIT: u32 = 100;

type Orders = Vec<Order>;

impl Steps for Shop {}

fn validate(order_id: &OrderId) -> Order {
    Order { id: order_id.clone() }
}

println!("hello");

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    use crate::orders::Receipt;
    const PAGE: u32 = 100;
    fn is_large(order: &Order) -> bool {
        order.total > 1000
    }
    validate(&order_id)
}
