use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let mut order: Order = self.validate(&order_id).await?;
    let payment: Charge = charge(&order).await;
    notify(&order)?;
    let receipt: Receipt = confirm(payment);
    return receipt;
}
