//! What a pipeline says of itself, and its entries and limits.

use super::{Key, Takes, key};

pub(super) const KEYS: &[Key] = &[
    key(
        "doc",
        Takes::Text,
        "What the pipeline is for: the documentation of what is generated.",
        "doc = \"Validate an order, then charge and ship it side by side.\"",
    ),
    key(
        "input",
        Takes::Texts,
        "The parameters of `run(…)`, each a name and a type.",
        "input = [\"order_id: OrderId\", \"city: String\"]",
    ),
    key(
        "output",
        Takes::Text,
        "The value that a run resolves to, as a wire: `x`, `x.maybe()` or `x.ok()`. Without it a run resolves \
         to `()`.",
        "output = \"receipt\"",
    ),
    key(
        "fail_fast",
        Takes::Flag,
        "Nothing more starts after the first failure that is not dealt with; what runs may end.",
        "fail_fast = true",
    ),
    key(
        "show",
        Takes::Flag,
        "The report of a run, and its events, have the values of all steps as text.",
        "show = true",
    ),
    key(
        "entries",
        Takes::Named(&["entry"]),
        "Several ways to begin a run, which all give the same value; each is a step, and a run function in the \
         place of `run`.",
        "[entries.api_request]\ninput = [\"request: ApiRequest\"]\noutput = \"change: Change\"",
    ),
    key(
        "steps",
        Takes::Named(&["step", "branch"]),
        "The steps, by name. Their order means nothing: a step runs when all that it reads is there.",
        "[steps.validate]\ninput = [\"&order_id\"]\noutput = \"order: Order\"",
    )
    .required(),
];

pub(super) const ENTRY: &[Key] = &[
    key(
        "input",
        Takes::Texts,
        "The parameters of the entry's run function, and of its method, each a name and a type.",
        "input = [\"request: ApiRequest\"]",
    ),
    key(
        "output",
        Takes::Text,
        "The value that all entries give.",
        "output = \"change: Change\"",
    )
    .required(),
];

pub(super) const LIMIT: &[Key] = &[
    key(
        "permits",
        Takes::Count,
        "So many attempts run at once.",
        "permits = 10",
    ),
    key(
        "per_second",
        Takes::Count,
        "So many attempts begin in a second, evenly.",
        "per_second = 50",
    ),
];
