use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    #[step(for_each(part = [1, 2]))]
    let payment: Charge = charge(part, &order);
    let receipt: Receipt = confirm(order, &payment);
    receipt
}
