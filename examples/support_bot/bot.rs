//! A support desk that answers by itself where it can.

use std::fmt;

use crate::support_bot::{Context, Steps};

/// What a customer wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// A sum.
    Calculate(Calculation),
    /// Something that the handbook may know.
    Question {
        /// What it is about.
        topic: String,
    },
    /// To be heard.
    Complaint,
    /// To sell something.
    Spam,
}

/// Two numbers to be multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calculation {
    /// The first.
    pub left: i64,
    /// The second.
    pub right: i64,
}

/// A page of the handbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub topic: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// What to tell a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This.
    Text(String),
    /// Nothing, since a person will call.
    Call,
    /// Nothing.
    Silence,
}

/// What was sent, if anything was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent(pub Option<String>);

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("(no answer)"))
    }
}

/// Why a message has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BotError {
    /// There is nothing in it.
    Empty,
    /// No page of the handbook is about this.
    NotInHandbook(String),
}

impl fmt::Display for BotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the message is empty"),
            Self::NotInHandbook(topic) => write!(f, "the handbook does not know `{topic}`"),
        }
    }
}

impl std::error::Error for BotError {}

/// The desk.
pub struct Support {
    /// What it looks things up in.
    pub handbook: Vec<Page>,
}

impl Default for Support {
    fn default() -> Self {
        Self {
            handbook: vec![Page {
                topic: "refund",
                text: "Refunds take three days.",
            }],
        }
    }
}

impl Steps for Support {
    async fn understand(&self, _cx: &Context, message: &String) -> Result<Intent, BotError> {
        if message.trim().is_empty() {
            return Err(BotError::Empty);
        }
        let numbers: Vec<i64> = message
            .split(|char: char| !char.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let last = message.trim_end_matches('?').split(' ').next_back();
        Ok(match numbers[..] {
            [left, right] => Intent::Calculate(Calculation { left, right }),
            _ if message.ends_with('?') => Intent::Question {
                topic: last.unwrap_or_default().to_owned(),
            },
            _ if *message == message.to_uppercase() => Intent::Spam,
            _ => Intent::Complaint,
        })
    }

    async fn calculate(&self, _cx: &Context, sum: &Calculation) -> Answer {
        Answer::Text((sum.left * sum.right).to_string())
    }

    async fn search(&self, _cx: &Context, topic: &String) -> Result<Vec<Page>, BotError> {
        let pages = self.handbook.iter().filter(|page| page.topic == topic);
        let pages: Vec<_> = pages.cloned().collect();
        match pages.is_empty() {
            true => Err(BotError::NotInHandbook(topic.clone())),
            false => Ok(pages),
        }
    }

    async fn quote(
        &self,
        _cx: &Context,
        _message: &String,
        pages: Vec<Page>,
    ) -> Result<Answer, BotError> {
        let texts: Vec<_> = pages.iter().map(|page| page.text).collect();
        Ok(Answer::Text(texts.join(" ")))
    }

    async fn call_back(&self, _cx: &Context, _message: &String) -> Result<Answer, BotError> {
        Ok(Answer::Call)
    }

    async fn apologise(&self, _cx: &Context, message: &String) -> Result<Answer, BotError> {
        Ok(Answer::Text(format!("We are sorry to hear: {message}")))
    }

    async fn send(&self, _cx: &Context, answer: Answer) -> Result<Sent, BotError> {
        Ok(Sent(match answer {
            Answer::Text(text) => Some(text),
            Answer::Call => Some("We call you in a minute.".to_owned()),
            Answer::Silence => None,
        }))
    }
}
