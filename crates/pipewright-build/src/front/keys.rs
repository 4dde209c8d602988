//! The keys that a part of a description may have.

use crate::form::Form;

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

impl Keys {
    /// Those of a limit that steps share.
    pub(crate) const fn limit(form: Form) -> Self {
        Self {
            form,
            of: "a limit",
            here: &["permits", "per_second"],
            later: &[],
            habits: &[
                ("max", "permits"),
                ("max_parallel", "permits"),
                ("concurrency", "permits"),
                ("slots", "permits"),
                ("size", "permits"),
                ("rate", "per_second"),
                ("rps", "per_second"),
                ("rate_limit", "per_second"),
            ],
            elsewhere: &[],
        }
    }

    pub(crate) const fn retry(form: Form) -> Self {
        Self {
            form,
            of: "`retry`",
            here: &[
                "attempts",
                "delay",
                "factor",
                "max_delay",
                "jitter",
                "when",
                "after",
            ],
            later: &[],
            habits: &[
                ("count", "attempts"),
                ("times", "attempts"),
                ("max_attempts", "attempts"),
                ("max_retries", "attempts"),
                ("retries", "attempts"),
                ("max", "attempts"),
                ("backoff", "factor"),
                ("multiplier", "factor"),
                ("wait", "delay"),
                ("interval", "delay"),
                ("cap", "max_delay"),
                ("if", "when"),
            ],
            elsewhere: &[],
        }
    }

    /// How what undoes a step is tried again.
    pub(crate) const fn undo_retry(form: Form) -> Self {
        const ALWAYS: &str = "an undo is tried again whatever its error is";
        Self {
            here: &["attempts", "delay", "factor", "max_delay", "jitter"],
            elsewhere: &[("when", ALWAYS), ("after", ALWAYS)],
            ..Self::retry(form)
        }
    }
}
