//! Accounts, their owners, and those who look after them.

use std::sync::Mutex;
use std::{error, fmt};

use pipewright::Context;

use crate::user_update::Steps;

/// What an owner sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRequest {
    /// Whose account it is.
    pub user: u32,
    /// What they want to be called.
    pub name: String,
}

/// What an administrator does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminAction {
    /// Who does it.
    pub admin: String,
    /// Whose account it is.
    pub user: u32,
    /// What they are to be called.
    pub name: String,
}

/// A change to an account, whoever wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose account it is.
    pub user: u32,
    /// What they are to be called.
    pub name: String,
    /// Who wants it.
    pub by: String,
}

/// The number of a change in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored(pub usize);

/// A mail on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent;

/// What is kept of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// What has been done.
    pub text: String,
    /// Whether the owner knows.
    pub told: bool,
}

/// Why an account does not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountError {
    /// The name is somebody else's.
    Taken(String),
    /// The mail server is down.
    NoMail,
}

/// The service that keeps accounts.
#[derive(Default)]
pub struct Accounts {
    names: Mutex<Vec<String>>,
    requests: Mutex<Vec<u32>>,
    without_mail: bool,
}

impl Accounts {
    /// The same while the mail server is down.
    #[must_use]
    pub fn without_mail(self) -> Self {
        Self {
            without_mail: true,
            ..self
        }
    }

    /// Who has asked for something, in order.
    pub fn requests(&self) -> Vec<u32> {
        self.requests
            .lock()
            .map(|requests| requests.clone())
            .unwrap_or_default()
    }
}

impl Steps for Accounts {
    async fn api_request(
        &self,
        _cx: &Context,
        request: ApiRequest,
    ) -> Result<Change, AccountError> {
        let ApiRequest { user, name } = request;
        Ok(Change {
            user,
            name,
            by: format!("user {user}"),
        })
    }

    async fn admin_action(&self, _cx: &Context, action: AdminAction) -> Change {
        Change {
            user: action.user,
            name: action.name,
            by: action.admin,
        }
    }

    async fn count_request(&self, _cx: &Context, request: &ApiRequest) -> Result<(), AccountError> {
        if let Ok(mut requests) = self.requests.lock() {
            requests.push(request.user);
        }
        Ok(())
    }

    async fn validate(&self, _cx: &Context, change: Change) -> Result<Change, AccountError> {
        let is_taken = self
            .names
            .lock()
            .is_ok_and(|names| names.contains(&change.name));
        match is_taken {
            true => Err(AccountError::Taken(change.name)),
            false => Ok(change),
        }
    }

    async fn persist(&self, _cx: &Context, valid: &Change) -> Result<Stored, AccountError> {
        let Ok(mut names) = self.names.lock() else {
            return Err(AccountError::Taken(valid.name.clone()));
        };
        names.push(valid.name.clone());
        Ok(Stored(names.len()))
    }

    async fn notify(&self, _cx: &Context, _valid: &Change) -> Result<Sent, AccountError> {
        match self.without_mail {
            true => Err(AccountError::NoMail),
            false => Ok(Sent),
        }
    }

    async fn audit_log(
        &self,
        _cx: &Context,
        valid: Change,
        stored: Stored,
        sent: Option<&Sent>,
    ) -> Audit {
        let Change { user, name, by } = valid;
        Audit {
            text: format!("#{}: user {user} is {name}, by {by}", stored.0),
            told: sent.is_some(),
        }
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(name) => write!(f, "`{name}` is somebody else's"),
            Self::NoMail => f.write_str("the mail server is down"),
        }
    }
}

impl error::Error for AccountError {}
