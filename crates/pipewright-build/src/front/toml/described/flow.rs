//! What a flow says, and its steps.

use super::{Key, Takes, key};

pub(super) const KEYS: &[Key] = &[
    key(
        "kind",
        Takes::Choice(&["flow"]),
        "What the file describes: a called flow, whose steps call each other.",
        "kind = \"flow\"",
    )
    .required(),
    key(
        "doc",
        Takes::Text,
        "What the flow is for: the documentation of what is generated.",
        "doc = \"Takes an order, and has it validated and charged.\"",
    ),
    key(
        "steps",
        Takes::Named(&["flow_step"]),
        "The steps, by name.",
        "[steps.receive_order]\nentry = true\ncalls = [\"validate\"]",
    )
    .required(),
];

pub(super) const STEP: &[Key] = &[
    key(
        "entry",
        Takes::Flag,
        "A run can begin with the step, which is a run function of the flow.",
        "entry = true",
    ),
    key(
        "input",
        Takes::Texts,
        "The parameters of the step's method, each a name and a type.",
        "input = [\"order_id: OrderId\"]",
    ),
    key(
        "output",
        Takes::Text,
        "The type of what the step returns, without a name.",
        "output = \"Receipt\"",
    ),
    key(
        "calls",
        Takes::Texts,
        "The steps that this one may call; no other call compiles.",
        "calls = [\"validate\", \"charge\"]",
    ),
    key(
        "doc",
        Takes::Text,
        "What the step does: the documentation of its method.",
        "doc = \"Takes an order.\"",
    ),
];
