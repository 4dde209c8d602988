//! A bookshop: its orders, the card processor that charges for them, the carrier that takes them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{error, fmt};

use pipewright::Context;
use tokio::time::sleep;

use crate::order_processing::Steps;

/// The number of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderId(pub u32);

/// An amount of money, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub u64);

/// What a customer wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its number.
    pub id: OrderId,
    /// Who pays for it.
    pub customer: String,
    /// What it costs.
    pub total: Money,
    /// Whether anything in it has to be carried.
    pub shippable: bool,
}

/// A payment that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// How much was taken.
    pub amount: Money,
    /// What the card processor calls it.
    pub authorisation: String,
}

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// What the carrier calls it.
    pub tracking: String,
}

/// What the customer gets in writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// How much was paid, and under which name.
    pub payment: Charge,
    /// The parcel, if there is one.
    pub tracking: Option<String>,
}

/// Why an order cannot be processed.
#[derive(Debug, PartialEq, Eq)]
pub enum OrderError {
    /// The database did not answer.
    DatabaseBusy,
    /// There is no order of this number.
    Unknown(OrderId),
    /// The card processor refused.
    CardDeclined(Money),
}

/// What a card is good for.
const LIMIT: Money = Money(100_000);

/// The shop, with the systems that it works with.
pub struct Shop {
    orders: BTreeMap<OrderId, Order>,
    database_is_awake: AtomicBool,
}

impl Shop {
    /// A shop with these orders, whose database sleeps.
    pub fn new(orders: impl IntoIterator<Item = Order>) -> Self {
        Self {
            orders: orders.into_iter().map(|order| (order.id, order)).collect(),
            database_is_awake: AtomicBool::new(false),
        }
    }
}

impl Steps for Shop {
    async fn validate(&self, _cx: &Context, order_id: &OrderId) -> Result<Order, OrderError> {
        if !self.database_is_awake.swap(true, Ordering::Relaxed) {
            return Err(OrderError::DatabaseBusy);
        }
        let order = self.orders.get(order_id);
        order.cloned().ok_or(OrderError::Unknown(*order_id))
    }

    async fn charge(&self, _cx: &Context, order: &Order) -> Result<Charge, OrderError> {
        sleep(Duration::from_millis(40)).await;
        if order.total > LIMIT {
            return Err(OrderError::CardDeclined(order.total));
        }
        Ok(Charge {
            amount: order.total,
            authorisation: format!("card-{}", order.id.0),
        })
    }

    async fn ship(&self, _cx: &Context, order: &Order) -> Result<Shipment, OrderError> {
        sleep(Duration::from_millis(30)).await;
        Ok(Shipment {
            tracking: format!("parcel-{}", order.id.0),
        })
    }

    async fn confirm(
        &self,
        _cx: &Context,
        payment: Charge,
        shipment: Option<&Shipment>,
    ) -> Result<Receipt, OrderError> {
        Ok(Receipt {
            payment,
            tracking: shipment.map(|shipment| shipment.tracking.clone()),
        })
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02} EUR", self.0 / 100, self.0 % 100)
    }
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DatabaseBusy => f.write_str("the order database does not answer"),
            Self::Unknown(id) => write!(f, "there is no order {id}"),
            Self::CardDeclined(amount) => write!(f, "the card was declined for {amount}"),
        }
    }
}

impl error::Error for OrderError {}
