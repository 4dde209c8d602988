use crate::shop_floor::{Basket, Order, OrderId, Receipt, Refund, ShopError};
use request::Context;

/// What the steps need: clients, pools, settings.
struct RequestSteps;

impl request::Steps for RequestSteps {
    /// Takes an order.
    async fn receive_order(
        &self,
        cx: &Context,
        next: request::ReceiveOrderNext<'_>,
        basket: Basket,
    ) -> Result<Receipt, ShopError> {
        todo!()
    }

    /// Looks at what is in the basket.
    fn validate(
        &self,
        cx: &Context,
        next: request::ValidateNext<'_>,
        basket: &Basket,
    ) -> Result<Order, ShopError> {
        todo!()
    }

    /// What one thing costs.
    fn price(&self, cx: &Context, next: request::PriceNext<'_>, article: &str) -> u32 {
        todo!()
    }

    /// Puts the goods aside; what consists of parts is reserved part by part.
    async fn reserve(
        &self,
        cx: &Context,
        next: request::ReserveNext<'_>,
        article: &str,
    ) -> Result<u32, ShopError> {
        todo!()
    }

    /// Asks the bank.
    async fn charge(
        &self,
        cx: &Context,
        next: request::ChargeNext<'_>,
        order: &Order,
        amount: i64,
    ) -> Result<OrderId, ShopError> {
        todo!()
    }

    /// Takes goods back.
    async fn return_goods(
        &self,
        cx: &Context,
        next: request::ReturnGoodsNext<'_>,
        order_id: OrderId,
    ) -> Result<Refund, ShopError> {
        todo!()
    }

    /// Looks an order up.
    async fn find(
        &self,
        cx: &Context,
        next: request::FindNext<'_>,
        order_id: OrderId,
    ) -> Option<Order> {
        todo!()
    }
}
