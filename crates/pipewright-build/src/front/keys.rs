//! The keys that a part of a description may have.

use crate::form::Form;

/// What the keys of a limit are called elsewhere.
pub(crate) const LIMIT_HABITS: &[(&str, &str)] = &[
    ("max", "permits"),
    ("max_parallel", "permits"),
    ("concurrency", "permits"),
    ("slots", "permits"),
    ("size", "permits"),
    ("rate", "per_second"),
    ("rps", "per_second"),
    ("rate_limit", "per_second"),
];

/// A table, or an attribute: what it is called in reports, and its keys.
pub(crate) struct Keys {
    pub(crate) form: Form,
    pub(crate) of: &'static str,
    /// Keys of this version.
    pub(crate) here: &'static [&'static str],
    /// Keys of the language that this version does not have yet.
    pub(crate) later: &'static [&'static str],
    /// What people write who come from elsewhere, and what it is called here.
    pub(crate) habits: &'static [(&'static str, &'static str)],
    /// What is said elsewhere in the description, and how.
    pub(crate) elsewhere: &'static [(&'static str, &'static str)],
}
