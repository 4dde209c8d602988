//! A shop that takes orders, and takes goods back.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::request::{
    self, ChargeNext, Context, FindNext, PriceNext, ReceiveOrderNext, ReserveNext, ReturnGoodsNext,
    ValidateNext,
};

/// What somebody wants.
#[derive(Clone, Debug)]
pub struct Basket {
    /// By name.
    pub articles: Vec<String>,
}

impl Basket {
    /// These things.
    pub fn of(articles: &[&str]) -> Self {
        let articles = articles.iter().map(ToString::to_string);
        Self {
            articles: articles.collect(),
        }
    }
}

/// What was found to be wanted.
#[derive(Clone, Debug)]
pub struct Order {
    /// By name.
    pub articles: Vec<String>,
    /// What all of it costs.
    pub total: u32,
}

/// Names an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderId(pub u32);

/// An order was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Which.
    pub order_id: OrderId,
    /// How many pieces were put aside for it.
    pub pieces: u32,
}

/// Goods were taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// What was paid back.
    pub amount: u32,
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShopError {
    /// There is nothing in the basket.
    Empty,
    /// There is none of this left.
    SoldOut(String),
    /// There is no such order.
    Unknown(OrderId),
}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the basket is empty"),
            Self::SoldOut(article) => write!(f, "there is no {article} left"),
            Self::Unknown(OrderId(id)) => write!(f, "there is no order {id}"),
        }
    }
}

impl std::error::Error for ShopError {}

/// The shop, with the orders that it has taken.
#[derive(Default)]
pub struct Shop {
    orders: Mutex<HashMap<OrderId, Order>>,
}

/// What a thing consists of, if it comes in parts.
fn parts(article: &str) -> &[&str] {
    match article {
        "desk" => &["top", "legs", "screws"],
        _ => &[],
    }
}

impl request::Steps for Shop {
    async fn receive_order(
        &self,
        _: &Context,
        next: ReceiveOrderNext<'_>,
        basket: Basket,
    ) -> Result<Receipt, ShopError> {
        let order = next.validate(&basket)?;
        let mut pieces = 0;
        for article in &order.articles {
            pieces += next.reserve(article).await?;
        }
        let order_id = next.charge(&order, i64::from(order.total)).await?;
        Ok(Receipt { order_id, pieces })
    }

    async fn return_goods(
        &self,
        _: &Context,
        next: ReturnGoodsNext<'_>,
        order_id: OrderId,
    ) -> Result<Refund, ShopError> {
        let order = next.find(order_id).await;
        let order = order.ok_or(ShopError::Unknown(order_id))?;
        next.charge(&order, -i64::from(order.total)).await?;
        Ok(Refund {
            amount: order.total,
        })
    }

    fn validate(
        &self,
        _: &Context,
        next: ValidateNext<'_>,
        basket: &Basket,
    ) -> Result<Order, ShopError> {
        if basket.articles.is_empty() {
            return Err(ShopError::Empty);
        }
        let prices = basket.articles.iter().map(|article| next.price(article));
        Ok(Order {
            total: prices.sum(),
            articles: basket.articles.clone(),
        })
    }

    fn price(&self, _: &Context, _: PriceNext<'_>, article: &str) -> u32 {
        match article {
            "desk" => 240,
            _ => 20,
        }
    }

    async fn reserve(
        &self,
        _: &Context,
        next: ReserveNext<'_>,
        article: &str,
    ) -> Result<u32, ShopError> {
        if article == "piano" {
            return Err(ShopError::SoldOut(article.to_owned()));
        }
        let mut pieces = 0;
        for part in parts(article) {
            pieces += next.reserve(part).await?;
        }
        Ok(pieces.max(1))
    }

    async fn charge(
        &self,
        _: &Context,
        _: ChargeNext<'_>,
        order: &Order,
        amount: i64,
    ) -> Result<OrderId, ShopError> {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let id = OrderId(orders.len() as u32 + 1);
        if amount > 0 {
            orders.insert(id, order.clone());
        }
        Ok(id)
    }

    async fn find(&self, _: &Context, _: FindNext<'_>, order_id: OrderId) -> Option<Order> {
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        orders.get(&order_id).cloned()
    }
}
