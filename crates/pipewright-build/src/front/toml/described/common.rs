//! Keys that mean the same in each table that has them.

use super::{Key, Takes, key};

/// Where steps can run without anything being bound.
const PLACES: &[&str] = &["Inline", "Spawn", "Blocking"];

pub(super) const KEYS: &[Key] = &[
    key(
        "kind",
        Takes::Choice(&["pipeline", "workflow", "flow"]),
        "What the file describes: a pipeline, unless it says otherwise; a queue workflow, whose steps put \
         further steps into a queue; or a called flow, whose steps call each other.",
        "kind = \"workflow\"",
    ),
    key(
        "use",
        Takes::Texts,
        "Imports for the names of types, and for what guards and constants mention; each is what follows \
         `use` in Rust.",
        "use = [\"crate::orders::{Order, Receipt}\"]",
    ),
    key(
        "metadata",
        Takes::NamedTexts,
        "What each run carries along, by name and type; with `=` and a value it has a default.",
        "metadata = { user = \"String\", source = 'String = \"api\".into()' }",
    ),
    key(
        "limits",
        Takes::Named(&["limit"]),
        "Limits that steps share: how many of their attempts run at once, and how many begin in a second.",
        "limits = { database = { permits = 10 } }",
    ),
    key(
        "error",
        Takes::Text,
        "The type of every step's error. Without it, steps return `pipewright::BoxError`, into which `?` \
         converts any error.",
        "error = \"crate::orders::OrderError\"",
    ),
    key(
        "requires",
        Takes::Texts,
        "Traits that whoever implements the steps must implement as well.",
        "requires = [\"crate::storage::Storage\"]",
    ),
    key(
        "const",
        Takes::NamedTexts,
        "Constants, each with its type: they can be wires, and stand in guards.",
        "const = { LIMIT = \"u32 = 1000\" }",
    ),
    key(
        "executor",
        Takes::ChoiceOrName(PLACES),
        "Where it runs: `Inline`, in the task that awaits the run; `Spawn`, in a tokio task; `Blocking`, on a \
         thread that may block; or a name that is bound when the pipeline is built.",
        "executor = \"Spawn\"",
    ),
    key(
        "blocking",
        Takes::Flag,
        "The step is a plain `fn`, run on a thread that may block.",
        "blocking = true",
    ),
    key(
        "infallible",
        Takes::Flag,
        "The step cannot fail: it returns its value, and no `Result`.",
        "infallible = true",
    ),
    key(
        "retry",
        Takes::Table("retry"),
        "How often the step is called if it fails, and how long it waits in between.",
        "retry = { attempts = 3, delay = \"100ms\" }",
    ),
    key(
        "timeout",
        Takes::Time,
        "The limit of one attempt; another one may follow.",
        "timeout = \"5s\"",
    ),
    key(
        "deadline",
        Takes::Time,
        "The limit of the whole run: what runs then is cut off and fails, the rest is skipped.",
        "deadline = \"1m\"",
    ),
];
