use crate::orders::{Order, OrderId, Receipt};

const PAGE: u32 = 100;

#[pipeline]
fn order_processing(order_id: OrderId, order: Order) -> Receipt {
    let receipt: Receipt = confirm(
        &mut order,
        order.unwrap(),
        order.mabye(),
        Some(order),
        validate(&order_id),
        &validate(&order_id),
        |order| order.total,
        order.total + 1,
        crate::LIMIT,
        &PAGE,
        vec![1, 2],
        order?,
    );
    receipt
}
