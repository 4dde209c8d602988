//! What a workflow says, and its steps.

use super::{Key, Takes, key};

pub(super) const KEYS: &[Key] = &[
    key(
        "kind",
        Takes::Choice(&["workflow"]),
        "What the file describes: a queue workflow, whose steps put further steps into a queue.",
        "kind = \"workflow\"",
    )
    .required(),
    key(
        "doc",
        Takes::Text,
        "What the workflow is for: the documentation of what is generated.",
        "doc = \"Stamps all letters of a street.\"",
    ),
    key(
        "start",
        Takes::Text,
        "The step with which a run begins.",
        "start = \"collect\"",
    ),
    key(
        "state",
        Takes::Text,
        "The type of what a run's decisions change, and of what it gives back.",
        "state = \"Tally\"",
    ),
    key(
        "concurrency",
        Takes::Count,
        "How many steps run at once: 1 if nothing is said.",
        "concurrency = 8",
    ),
    key(
        "max_steps",
        Takes::Count,
        "When so many steps have run and there is another one, the run fails.",
        "max_steps = 10_000",
    ),
    key(
        "show",
        Takes::Flag,
        "The trace of a run, and its events, have the payloads and values of all steps as text.",
        "show = true",
    ),
    key(
        "steps",
        Takes::Named(&["workflow_step"]),
        "The steps, by name.",
        "[steps.collect]\ninput = [\"street: String\"]\nnext = [\"stamp\"]",
    )
    .required(),
];

pub(super) const STEP: &[Key] = &[
    key(
        "input",
        Takes::Texts,
        "The step's payload: at most one, a name and a type.",
        "input = [\"letter: Letter\"]",
    ),
    key(
        "output",
        Takes::Text,
        "The type of what the step gives, without a name.",
        "output = \"Stamped\"",
    ),
    key(
        "next",
        Takes::TextOrTexts,
        "The steps that the decision after this one may put into the queue; one alone, without brackets, always \
         follows.",
        "next = [\"stamp\", \"close\"]",
    ),
    key(
        "if",
        Takes::Text,
        "What decides between `yes` and `no`: Rust, which sees `output`, the payload and `state`.",
        "if = \"output.is_empty()\"",
    ),
    key(
        "yes",
        Takes::Text,
        "The step that follows if `if` holds.",
        "yes = \"store\"",
    ),
    key(
        "no",
        Takes::Text,
        "The step that follows if `if` does not hold.",
        "no = \"shorten\"",
    ),
    key(
        "show",
        Takes::Flag,
        "The trace of a run, and its events, have the step's payload and value as text.",
        "show = true",
    ),
    key(
        "doc",
        Takes::Text,
        "What the step does: the documentation of its method.",
        "doc = \"Stamps one letter.\"",
    ),
];
