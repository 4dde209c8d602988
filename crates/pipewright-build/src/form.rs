//! The forms of a description, and how each of them says things.
//!
//! Rules are about pipelines, not about files. What they quote of a description as an example comes from
//! here, so that a report speaks the form of the file that it is about.

use crate::plan::EachKind;

/// How a file describes its pipelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One pipeline, named by the file.
    Toml,
    /// A function for each pipeline.
    Rust,
}

impl Form {
    /// The form of a file, by the ending of its path.
    pub(crate) fn of(path: &str) -> Self {
        match path.ends_with(".rs") {
            true => Self::Rust,
            false => Self::Toml,
        }
    }

    /// Declares an input: `order: Order`.
    pub(crate) fn input(self, typed: &str) -> String {
        match self {
            Self::Toml => format!("`input = [\"{typed}\"]`"),
            Self::Rust => format!("a parameter `{typed}`"),
        }
    }

    /// Declares the value that a step produces.
    pub(crate) fn output(self, typed: &str) -> String {
        match self {
            Self::Toml => format!("`output = \"{typed}\"`"),
            Self::Rust => format!("`let {typed} = …;`"),
        }
    }

    /// Makes a step of a call.
    pub(crate) fn step(self, callee: &str) -> String {
        match self {
            Self::Toml => format!("`[steps.{callee}]` with an `output`"),
            Self::Rust => format!("`let value: Type = {callee}(…);`"),
        }
    }

    /// What declares the value of a step.
    pub(crate) fn declares(self) -> &'static str {
        match self {
            Self::Toml => "a step's `output`",
            Self::Rust => "a `let`",
        }
    }

    /// What a step that produces nothing lacks.
    pub(crate) fn produces_nothing(self) -> &'static str {
        match self {
            Self::Toml => "it has no `output`",
            Self::Rust => "no `let` stands before it",
        }
    }

    /// Orders a step after another one.
    pub(crate) fn after(self, step: &str) -> String {
        match self {
            Self::Toml => format!("`after = [\"{step}\"]`"),
            Self::Rust => format!("`#[step(after = {step})]`"),
        }
    }

    /// Guards a step.
    pub(crate) fn when(self, condition: &str) -> String {
        match self {
            Self::Toml => format!("`when = \"{condition}\"`"),
            Self::Rust => format!("`#[step(when = {condition})]`"),
        }
    }

    /// Maps the elements of a value.
    pub(crate) fn map(self) -> String {
        self.each(EachKind::Map)
    }

    /// Calls a step for each element of a value.
    pub(crate) fn each(self, kind: EachKind) -> String {
        match (self, kind) {
            (Self::Toml, EachKind::Map) => "`map = \"id: UserId in ids\"`",
            (Self::Toml, EachKind::Reduce) => "`reduce = \"a: Money, b: Money in parts\"`",
            (Self::Toml, EachKind::Fold) => "`fold = \"sum: Money = zero, part: Money in parts\"`",
            (Self::Rust, EachKind::Map) => "`ids.map(|id: UserId| enrich(id))`",
            (Self::Rust, EachKind::Reduce) => "`parts.reduce(|a: Money, b: Money| add(a, b))`",
            (Self::Rust, EachKind::Fold) => {
                "`parts.fold(zero, |sum: Money, part: Money| add(sum, part))`"
            }
        }
        .to_owned()
    }

    /// Says that a step's failure does not fail the run.
    pub(crate) fn optional(self) -> &'static str {
        match self {
            Self::Toml => "`optional = true`",
            Self::Rust => "`#[step(optional)]`",
        }
    }

    /// Retries a step, as it stands beside the step's other keys.
    pub(crate) fn retry(self) -> &'static str {
        match self {
            Self::Toml => "`retry = { attempts = 3, delay = \"100ms\" }`",
            Self::Rust => "`retry(attempts = 3, delay = \"100ms\")`",
        }
    }

    /// Calls an existing function.
    pub(crate) fn path_call(self) -> &'static str {
        match self {
            Self::Toml => "`call = \"crate::…\"`",
            Self::Rust => "`crate::…(…)`",
        }
    }

    /// Lets a step call a method that is not called like the step.
    pub(crate) fn call_other(self, method: &str) -> String {
        match self {
            Self::Toml => format!("`call = \"{method}\"`"),
            Self::Rust => format!("`{method}(…)`"),
        }
    }

    /// Declares a constant.
    pub(crate) fn constant(self, name: &str, ty: &str, value: &str) -> String {
        match self {
            Self::Toml => format!("`[const] {name} = \"{ty} = {value}\"`"),
            Self::Rust => format!("`const {name}: {ty} = {value};`"),
        }
    }

    /// Describes a step of a workflow.
    pub(crate) fn work(self, step: &str) -> String {
        match self {
            Self::Toml => format!("`[steps.{step}]`"),
            Self::Rust => format!("`fn {step}(…);`"),
        }
    }

    /// Lets a decision put a step into the queue.
    pub(crate) fn next(self, step: &str) -> String {
        match self {
            Self::Toml => format!("`next = [\"{step}\"]`"),
            Self::Rust => format!("`#[next({step})]`"),
        }
    }

    /// Decides by an expression.
    pub(crate) fn condition(self, condition: &str) -> String {
        match self {
            Self::Toml => format!("`if = \"{condition}\"`"),
            Self::Rust => format!("`#[next(if = {condition}, yes = …)]`"),
        }
    }

    /// What follows if a condition holds.
    pub(crate) fn branch(self, step: &str) -> String {
        match self {
            Self::Toml => format!("`yes = \"{step}\"`"),
            Self::Rust => format!("`yes = {step}`"),
        }
    }

    /// Says what a step of a workflow gives.
    pub(crate) fn gives(self, ty: &str) -> String {
        match self {
            Self::Toml => format!("`output = \"{ty}\"`"),
            Self::Rust => format!("`-> {ty}`"),
        }
    }
}
