//! Purchases, and who has to agree to them.

use pipewright::{BoxError, Context};

use crate::{approval, approval_strict};

/// Somebody wants something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What they want.
    pub item: String,
    /// What one costs, in euros.
    pub unit_price: u32,
    /// How many they want.
    pub pieces: u32,
}

/// Somebody agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who it was.
    pub by: String,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What it costs, in euros.
    pub total: u32,
    /// Who agreed without being asked, if anybody.
    pub automatic: Option<String>,
    /// Who was asked, and agreed.
    pub manual: Option<String>,
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What, and how many.
    pub text: String,
    /// Who agreed to it.
    pub approved_by: String,
}

/// Does the work of both pipelines.
pub struct Office {
    /// Who is asked.
    pub manager: String,
}

fn total(request: &Request) -> u32 {
    request.unit_price * request.pieces
}

fn automatic() -> Approval {
    Approval {
        by: "the rules".to_owned(),
    }
}

impl approval::Steps for Office {
    async fn add_up(&self, _cx: &Context, request: &Request) -> u32 {
        total(request)
    }

    async fn approve(&self, _cx: &Context, _total: u32) -> Approval {
        automatic()
    }

    async fn ask_manager(
        &self,
        _cx: &Context,
        request: &Request,
        total: u32,
    ) -> Result<Approval, BoxError> {
        if total > 50_000 {
            return Err(
                format!("{} does not pay {total} for {}", self.manager, request.item).into(),
            );
        }
        Ok(Approval {
            by: self.manager.clone(),
        })
    }

    async fn decide(
        &self,
        _cx: &Context,
        total: u32,
        automatic: Option<&Approval>,
        manual: Option<&Approval>,
    ) -> Decision {
        Decision {
            total,
            automatic: automatic.map(|approval| approval.by.clone()),
            manual: manual.map(|approval| approval.by.clone()),
        }
    }
}

impl approval_strict::Steps for Office {
    async fn add_up(&self, _cx: &Context, request: &Request) -> u32 {
        total(request)
    }

    async fn approve(&self, _cx: &Context, _total: u32) -> Approval {
        automatic()
    }

    async fn place_order(
        &self,
        _cx: &Context,
        request: Request,
        automatic: &Approval,
    ) -> Result<Order, BoxError> {
        Ok(Order {
            text: format!("{} × {}", request.pieces, request.item),
            approved_by: automatic.by.clone(),
        })
    }
}
