use crate::orders::{Charge, Order, OrderError, OrderId, Receipt};

/// Validate an order, charge the customer, confirm.
#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Receipt {
    #[step(retry(attempts = 3, delay = "100ms"), timeout = "5s")]
    let order: Order = validate(&order_id);
    let payment: Charge = match order.total {
        #[step(name = "charge_nothing")]
        0 => charge(&order),
        1..1000 => charge(&order),
    };
    let receipt: Receipt = confirm(order, payment);
    receipt
}
