//! Answers the requests of a web shop; what each step may call is declared, and what it calls is traced.

use crate::shop_floor::{Basket, Order, OrderId, Receipt, Refund, ShopError};

#[flow(error = ShopError)]
trait request {
    /// Takes an order.
    #[entry]
    #[calls(validate, reserve, charge)]
    fn receive_order(basket: Basket) -> Receipt;

    /// Takes goods back.
    #[entry]
    #[calls(find, charge)]
    fn return_goods(order_id: OrderId) -> Refund;

    /// Looks at what is in the basket.
    #[step(blocking)]
    #[calls(price)]
    fn validate(basket: &Basket) -> Order;

    /// What one thing costs.
    #[step(blocking, infallible)]
    fn price(article: &str) -> u32;

    /// Puts the goods aside; what consists of parts is reserved part by part.
    #[calls(reserve)]
    fn reserve(article: &str) -> u32;

    /// Asks the bank.
    fn charge(order: &Order, amount: i64) -> OrderId;

    /// Looks an order up.
    #[step(infallible)]
    fn find(order_id: OrderId) -> Option<Order>;
}
