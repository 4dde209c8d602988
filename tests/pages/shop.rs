//! The flow of the page on flows.

use pipewright::Context;

use crate::Checkout;
use crate::checkout::{self, ChargeNext, LoadNext, ReceiveOrderNext, ValidateNext};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderId(u32);

pub struct Order {
    total: u32,
}

#[derive(Debug, PartialEq)]
pub struct Receipt(u32);

#[derive(Debug, PartialEq)]
pub enum ShopError {
    Refused,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for ShopError {}

#[derive(Clone, Copy)]
struct Shop;

impl checkout::Steps for Shop {
    async fn receive_order(
        &self,
        _: &Context,
        next: ReceiveOrderNext<'_>,
        order_id: OrderId,
    ) -> Result<Receipt, ShopError> {
        let order = next.load(order_id).await?;
        match next.validate(&order)? {
            true => next.charge(&order, order.total).await,
            false => Err(ShopError::Refused),
        }
    }

    async fn load(
        &self,
        _: &Context,
        _: LoadNext<'_>,
        order_id: OrderId,
    ) -> Result<Order, ShopError> {
        Ok(Order {
            total: order_id.0 * 10,
        })
    }

    fn validate(&self, _: &Context, _: ValidateNext<'_>, order: &Order) -> Result<bool, ShopError> {
        Ok(order.total < 100)
    }

    async fn charge(
        &self,
        _: &Context,
        _: ChargeNext<'_>,
        _: &Order,
        amount: u32,
    ) -> Result<Receipt, ShopError> {
        Ok(Receipt(amount))
    }
}

#[tokio::test]
async fn steps_call_each_other() {
    let shop = Shop;
    assert_eq!(order(shop, OrderId(3)).await.unwrap(), Receipt(30));
    let error = order(shop, OrderId(30)).await.unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&ShopError::Refused));
}

#[tokio::test]
async fn a_stub_replaces_some_of_them() {
    assert_eq!(charged(Shop, OrderId(3)).await.unwrap(), Receipt(31));
}

async fn charged(shop: Shop, order_id: OrderId) -> Result<Receipt, pipewright::RunError> {
    let stub = checkout::Stub::over(shop).charge(|_, _, amount| Ok(Receipt(amount + 1)));
    let receipt: Receipt = Checkout::new(stub).receive_order(order_id).await?;
    Ok(receipt)
}

async fn order(shop: Shop, order_id: OrderId) -> Result<Receipt, pipewright::RunError> {
    let checkout = Checkout::new(shop);
    let receipt: Receipt = checkout.receive_order(order_id).await?;
    Ok(receipt)
}
