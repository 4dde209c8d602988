//! New users, and the three services that it takes to welcome one.

use std::sync::Mutex;
use std::time::Duration;
use std::{error, fmt};

use pipewright::Context;
use tokio::time::sleep;

use crate::user_onboarding::Steps;

/// The number of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserId(pub u32);

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// What they are called.
    pub name: String,
    /// Where their e-mail goes.
    pub address: String,
}

/// How somebody wants to be addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The language that they read.
    pub language: Language,
}

/// A language that an e-mail can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

/// An e-mail that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Where it went.
    pub to: String,
    /// What it says.
    pub text: String,
}

/// Why somebody was not welcomed.
#[derive(Debug, PartialEq, Eq)]
pub enum OnboardingError {
    /// There is no user of this number.
    UnknownUser(UserId),
}

/// The services, each of which would be a client with its own connections.
pub struct Services {
    /// Knows who the users are.
    pub users: UserService,
    /// Knows what they like.
    pub settings: SettingsService,
    /// Sends e-mail.
    pub mailer: Mailer,
}

/// Knows who the users are.
pub struct UserService {
    /// How long an answer takes.
    pub latency: Duration,
}

/// Knows what the users like.
pub struct SettingsService {
    /// How long an answer takes.
    pub latency: Duration,
}

/// Sends e-mail, and remembers what it has sent.
#[derive(Default)]
pub struct Mailer {
    /// Everything that was sent.
    pub sent: Mutex<Vec<Delivery>>,
}

impl UserService {
    async fn get(&self, id: UserId) -> Option<User> {
        sleep(self.latency).await;
        let known = id == UserId(7);
        known.then(|| User {
            name: "Grace".to_owned(),
            address: "grace@example.org".to_owned(),
        })
    }
}

impl SettingsService {
    async fn get(&self, _id: UserId) -> Settings {
        sleep(self.latency).await;
        Settings {
            language: Language::German,
        }
    }
}

impl Mailer {
    async fn send(&self, to: &str, text: String) -> Delivery {
        sleep(Duration::from_millis(20)).await;
        let delivery = Delivery {
            to: to.to_owned(),
            text,
        };
        self.sent.lock().unwrap().push(delivery.clone());
        delivery
    }
}

impl Steps for Services {
    async fn fetch_user(&self, _cx: &Context, user_id: &UserId) -> Result<User, OnboardingError> {
        let user = self.users.get(*user_id).await;
        user.ok_or(OnboardingError::UnknownUser(*user_id))
    }

    async fn fetch_settings(
        &self,
        _cx: &Context,
        user_id: &UserId,
    ) -> Result<Settings, OnboardingError> {
        Ok(self.settings.get(*user_id).await)
    }

    async fn email_user(
        &self,
        _cx: &Context,
        user: &User,
        settings: &Settings,
    ) -> Result<Delivery, OnboardingError> {
        let text = match settings.language {
            Language::English => format!("Welcome, {}!", user.name),
            Language::German => format!("Willkommen, {}!", user.name),
        };
        Ok(self.mailer.send(&user.address, text).await)
    }
}

impl fmt::Display for OnboardingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownUser(id) => write!(f, "there is no user {}", id.0),
        }
    }
}

impl error::Error for OnboardingError {}
