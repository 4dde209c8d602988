use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    let order: Order = validate(&order_id);
    #[step(for_each(bank = ["first", "second"]))]
    let payment: Charge = charge(bank, order);
    let receipt: Receipt = confirm(order_id, &payment);
    receipt
}
