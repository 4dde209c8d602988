use crate::orders::OrderId;

#[pipeline]
fn order_processing(ids: Vec<OrderId>) {
    ids.for_each(|id: OrderId| notify(id));
}
