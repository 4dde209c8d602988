use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let limit: u32 = 2_500;
    let id: OrderId = order_id.clone();
    let order: Order = Order { id: order_id };
    let sum: u32 = order.total + limit;
    let total: u32 = order.total();
    let text: String = format!("{order:?}");
    let check: fn(u32) -> bool = |total| total > 3;
    let made: Order = {
        let made: Order = make(&order_id);
        made
    };
    let later: Order;
    let other: Order = load(&order_id) else {
        panic!();
    };
    println!("{order:?}");
    order = validate(&order_id);
    order_id;
    order
}
