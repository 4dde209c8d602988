use crate::orders::Order;

#[pipeline]
fn order_processing(order: Order) -> Order {
    order
}
