use crate::shop::{Order, OrderId, Receipt, ShopError};

/// Takes orders.
#[flow(error = ShopError)]
trait checkout {
    #[entry]
    #[calls(load, validate, charge)]
    fn receive_order(order_id: OrderId) -> Receipt;

    fn load(order_id: OrderId) -> Order;

    /// Whether it can be sent at all.
    #[step(blocking)]
    fn validate(order: &Order) -> bool;

    fn charge(order: &Order, amount: u32) -> Receipt;
}
