//! A shop: what the pipelines of the example and of the tests are about.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use pipewright::Context;
use tokio::time::sleep;

use super::{order, payment};

/// What somebody wants.
pub struct Order {
    /// What it costs.
    pub total: u32,
    /// How often the first look at it fails.
    pub unclear: u32,
}

/// What was paid.
pub struct Charge(pub u32);

/// Why an order comes to nothing.
#[derive(Debug)]
pub enum ShopError {
    /// It cannot be read at the moment.
    Unclear,
    /// The bank says no, for this reason.
    Refused(std::io::Error),
}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclear => f.write_str("the order cannot be read"),
            Self::Refused(_) => f.write_str("the card was refused"),
        }
    }
}

impl Error for ShopError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unclear => None,
            Self::Refused(bank) => Some(bank),
        }
    }
}

/// A shop that sells at most this much at a time.
pub struct Shop {
    /// More than that is refused.
    pub most: u32,
}

impl order::Steps for Shop {
    async fn validate(&self, cx: &Context, order: &Order) -> Result<u32, ShopError> {
        sleep(Duration::from_millis(5)).await;
        match cx.attempt() {
            attempt if attempt <= order.unclear => Err(ShopError::Unclear),
            _ => Ok(order.total),
        }
    }

    async fn pack(&self, _: &Context, part: &u32) -> Result<u32, ShopError> {
        sleep(Duration::from_millis(u64::from(*part))).await;
        Ok(*part)
    }

    async fn ship(&self, _: &Context, parcels: &Vec<u32>) -> Result<u32, ShopError> {
        Ok(parcels.iter().sum())
    }

    async fn thank(&self, _: &Context, _: &Charge) -> Result<(), ShopError> {
        Ok(())
    }
}

impl payment::Steps for Shop {
    async fn charge(&self, _: &Context, amount: u32) -> Result<Charge, ShopError> {
        tracing::info!(amount, "asks the bank");
        sleep(Duration::from_millis(20)).await;
        match amount <= self.most {
            true => Ok(Charge(amount)),
            false => Err(ShopError::Refused(std::io::Error::other("limit reached"))),
        }
    }
}
