use crate::orders::{Order, Receipt};

#[pipeline]
fn orders(order_id: u32) -> Receipt {
    let oder: Order = validate(order_id);
    let receipt: Receipt = match &order.kind {
        Kind::Free => close(&order),
        Kind::Paid => {
            charge(&order);
            confirm(&order)
        }
    };
    receipt
}
