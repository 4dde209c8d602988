use crate::orders::{Order, OrderId, Receipt};

#[pipeline]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = Order(order_id);
    let receipt: Receipt = confirm(&order);
    Ok(receipt)
}
