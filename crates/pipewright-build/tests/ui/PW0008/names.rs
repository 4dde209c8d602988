use crate::orders::{Order, OrderId, Receipt};

const PAGE: u32 = 100;

#[pipeline]
fn order_processing(order_id: OrderId) -> Receipt {
    #[step(after = [order, valdate, order_id])]
    let order: Order = validate(&order_idd, PAG, &customer);
    #[step(when = paiment.total > 10 && self.enabled)]
    notify(&validate);
    archive(notify);
    reciept
}
