//! A shop with few goods, a bank and a carrier.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

use crate::checkout::{Context, Steps};

/// What a customer wants, and how it is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// One of them.
    pub goods: &'static str,
    /// The number of the card.
    pub card: &'static str,
}

impl Order {
    /// One of these goods, paid by this card.
    pub fn new(goods: &'static str, card: &'static str) -> Self {
        Self { goods, card }
    }
}

/// Goods that are kept for an order.
#[derive(Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Which.
    pub goods: &'static str,
    /// What they cost.
    pub price: u32,
}

/// How likely it is that an order is a fraud.
#[derive(Debug, PartialEq, Eq)]
pub enum Risk {
    /// Hardly.
    Low,
    /// So many of a hundred.
    Unclear(u8),
    /// More than one likes.
    High(u8),
}

/// What the bank says.
#[derive(Debug, PartialEq, Eq)]
pub struct Consent(pub &'static str);

/// Money that was taken.
#[derive(Debug, PartialEq, Eq)]
pub struct Charge(pub u32);

/// Goods on their way.
#[derive(Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Which.
    pub goods: &'static str,
    /// What was paid.
    pub paid: u32,
}

impl fmt::Display for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} for {} is on its way", self.goods, self.paid)
    }
}

/// Why there is no parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckoutError {
    /// There are none of these.
    SoldOut(&'static str),
    /// The bank does not pay.
    Declined,
    /// It smells.
    Fraud(u8),
    /// The carrier does not take it.
    TooHeavy,
}

impl fmt::Display for CheckoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SoldOut(goods) => write!(f, "no {goods} is left"),
            Self::Declined => f.write_str("the bank declines"),
            Self::Fraud(points) => write!(f, "it is a fraud, {points} to a hundred"),
            Self::TooHeavy => f.write_str("the carrier does not take it"),
        }
    }
}

impl std::error::Error for CheckoutError {}

/// The shop.
pub struct Till {
    stock: Mutex<BTreeMap<&'static str, u32>>,
    /// What the bank owes it.
    balance: Mutex<u32>,
}

impl Default for Till {
    fn default() -> Self {
        Self {
            stock: Mutex::new([("lamp", 2), ("piano", 1)].into()),
            balance: Mutex::default(),
        }
    }
}

impl Till {
    /// How many of these goods are left.
    pub fn stock(&self, goods: &str) -> u32 {
        self.stock.lock().unwrap().get(goods).copied().unwrap_or(0)
    }

    /// What the bank owes it.
    pub fn balance(&self) -> u32 {
        *self.balance.lock().unwrap()
    }

    fn take(&self, money: u32) -> Charge {
        *self.balance.lock().unwrap() += money;
        Charge(money)
    }
}

impl Steps for Till {
    async fn reserve(&self, _cx: &Context, order: &Order) -> Result<Reservation, CheckoutError> {
        let mut stock = self.stock.lock().unwrap();
        let left = stock.get_mut(order.goods).filter(|left| **left > 0);
        *left.ok_or(CheckoutError::SoldOut(order.goods))? -= 1;
        let price = if order.goods == "piano" { 900 } else { 40 };
        Ok(Reservation {
            goods: order.goods,
            price,
        })
    }

    async fn release(&self, _cx: &Context, reservation: &Reservation) -> Result<(), CheckoutError> {
        *self
            .stock
            .lock()
            .unwrap()
            .entry(reservation.goods)
            .or_default() += 1;
        Ok(())
    }

    async fn look_for_fraud(&self, _cx: &Context, order: &Order) -> Result<Risk, CheckoutError> {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok(match order.card {
            "6666" => Risk::High(99),
            _ if order.goods == "piano" => Risk::Unclear(40),
            _ => Risk::Low,
        })
    }

    async fn charge(
        &self,
        _cx: &Context,
        order: &Order,
        reservation: &Reservation,
    ) -> Result<Charge, CheckoutError> {
        match order.card {
            "0000" => Err(CheckoutError::Declined),
            _ => Ok(self.take(reservation.price)),
        }
    }

    async fn refund(&self, _cx: &Context, order: &Order) -> Result<(), CheckoutError> {
        *self.balance.lock().unwrap() -= if order.goods == "piano" { 900 } else { 40 };
        Ok(())
    }

    async fn ask_bank(
        &self,
        _cx: &Context,
        order: &Order,
        points: &u8,
    ) -> Result<Consent, CheckoutError> {
        match (order.card, points) {
            ("0000", _) | (_, 50..) => Err(CheckoutError::Declined),
            _ => Ok(Consent(order.card)),
        }
    }

    async fn charge_with(
        &self,
        _cx: &Context,
        _order: &Order,
        reservation: &Reservation,
        _consent: &Consent,
    ) -> Result<Charge, CheckoutError> {
        Ok(self.take(reservation.price))
    }

    async fn refuse(&self, _cx: &Context, points: &u8) -> Result<Charge, CheckoutError> {
        Err(CheckoutError::Fraud(*points))
    }

    async fn ship(
        &self,
        _cx: &Context,
        order: &Order,
        _reservation: &Reservation,
        payment: &Charge,
    ) -> Result<Parcel, CheckoutError> {
        match order.goods {
            "piano" => Err(CheckoutError::TooHeavy),
            goods => Ok(Parcel {
                goods,
                paid: payment.0,
            }),
        }
    }

    async fn notify(&self, _cx: &Context, _parcel: &Parcel) -> Result<(), CheckoutError> {
        Ok(())
    }
}
