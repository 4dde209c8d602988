use crate::orders::{Charge, Order, OrderError, OrderId};

#[pipeline(error = OrderError)]
fn order_processing(order_id: OrderId) -> Charge {
    let order: Order = validate(&order_id);
    #[step(for_each(bank = ["first", "second"]))]
    let payment: Charge = charge(bank, &order);
    payment
}
