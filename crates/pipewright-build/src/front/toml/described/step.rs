//! What a step of a pipeline says, and what stands in it.

use super::{Key, Takes, key};

pub(super) const KEYS: &[Key] = &[
    key(
        "call",
        Takes::Text,
        "What is called: a method of another name than the step's, or an existing function by its path.",
        "call = \"crate::orders::validate\"",
    ),
    key(
        "pipeline",
        Takes::Text,
        "Another pipeline, which the step runs.",
        "pipeline = \"billing::invoice\"",
    ),
    key(
        "input",
        Takes::Texts,
        "The wires, in the order of the parameters. `x` moves a value, `&x` borrows it, `x.clone()` clones it; \
         `x.maybe()` is `None` if it was skipped, `x.ok()` if it failed too, and `x.outcome()` is how it ended. \
         Literals and constants stand for themselves.",
        "input = [\"&order\", \"shipment.maybe()\", \"10u32\"]",
    ),
    key(
        "output",
        Takes::Text,
        "The value that the step gives, a name and a type. Without it the step gives nothing.",
        "output = \"order: Order\"",
    ),
    key(
        "doc",
        Takes::Text,
        "What the step does: the documentation of its method.",
        "doc = \"Looks somebody up in the directory.\"",
    ),
    key(
        "skippable",
        Takes::Flag,
        "The step may decline: it returns `Option<T>` inside, and `None` counts as skipped.",
        "skippable = true",
    ),
    key(
        "optional",
        Takes::Flag,
        "The step's failure does not fail the run.",
        "optional = true",
    ),
    key(
        "on_missing",
        Takes::Choice(&["skip", "fail"]),
        "What becomes of the step if something that it needs is missing: it is skipped, or it fails.",
        "on_missing = \"fail\"",
    ),
    key(
        "when",
        Takes::Text,
        "A guard in Rust, a `bool`, asked once before the first attempt: if it is false, the step is skipped. A \
         call of a single name is a method of the trait.",
        "when = \"order.total > 1000\"",
    ),
    key(
        "deadline",
        Takes::Time,
        "The limit of the step from when it is ready, with all attempts and the waits between them.",
        "deadline = \"10s\"",
    ),
    key(
        "after",
        Takes::Texts,
        "Steps that come first although nothing is read from them. If one of them failed, this step is skipped.",
        "after = [\"migrate\"]",
    ),
    key(
        "undo",
        Takes::TextOrTable("undo"),
        "The call that undoes what the step has done, if the run fails.",
        "undo = \"release(&reservation)\"",
    ),
    key(
        "show",
        Takes::Flag,
        "The report of a run, and its events, have the step's value as text.",
        "show = true",
    ),
    key(
        "limit",
        Takes::Text,
        "The limit that the step shares with others, one of `[limits]`.",
        "limit = \"database\"",
    ),
    key(
        "for_each",
        Takes::NamedConstants,
        "The step is repeated over constants: one for each of them, or for each combination.",
        "for_each = { region = [\"eu\", \"us\"] }",
    ),
    key(
        "map",
        Takes::Text,
        "The step is called for each element of a value, many of them side by side; what the calls give is \
         collected in the order of the elements.",
        "map = \"id: UserId in ids\"",
    ),
    key(
        "each",
        Takes::Block,
        "The steps that each element of a map goes through on its own, in the place of a call. `output` is the value \
         that the element becomes.",
        "[each]\noutput = \"user\"\n\n[each.fetch]\ninput = [\"&id\"]\noutput = \"user: User\"",
    ),
    key(
        "reduce",
        Takes::Text,
        "The step makes one of two elements of a value, until one is left.",
        "reduce = \"a: Money, b: Money in prices\"",
    ),
    key(
        "fold",
        Takes::Text,
        "The step adds one element of a value after the other to what it began with.",
        "fold = \"sum: Money = ZERO, part: &Part in parts\"",
    ),
    key(
        "concurrency",
        Takes::Count,
        "How many elements of a map are on their way at once: 64 if nothing is said, and as many as there are \
         cores if the step is `blocking`.",
        "concurrency = 16",
    ),
    key(
        "on_error",
        Takes::Choice(&["fail", "skip", "collect"]),
        "What the error of an element does: it fails the step, it leaves the element out, or it is data in a \
         `Collected`.",
        "on_error = \"skip\"",
    ),
];

pub(super) const BRANCH: &[Key] = &[
    key(
        "match",
        Takes::Text,
        "What decides which arm is taken: Rust, which sees values as a guard does. Without it, each arm but the \
         last has an `if`.",
        "match = \"&message.kind\"",
    ),
    key(
        "arms",
        Takes::Tables("arm"),
        "The ways, in order: the first one that fits is taken.",
        "[[arms]]\npattern = \"Kind::Tool\"\ncall = \"run_tool\"",
    )
    .required(),
    key(
        "output",
        Takes::Text,
        "The value in which the arms meet, a name and a type.",
        "output = \"reply: Reply\"",
    )
    .required(),
    key(
        "doc",
        Takes::Text,
        "What is decided here.",
        "doc = \"Tools answer what they can.\"",
    ),
];

pub(super) const ARM: &[Key] = &[
    key(
        "pattern",
        Takes::Text,
        "When the arm is taken: a pattern of Rust, which may have its own `if`.",
        "pattern = \"Kind::Tool(args) if !args.is_empty()\"",
    ),
    key(
        "if",
        Takes::Text,
        "When the arm is taken, in a branch without `match`; the last arm has none.",
        "if = \"order.total > 1000\"",
    ),
    key(
        "value",
        Takes::Text,
        "The constant that the arm gives; it calls nothing.",
        "value = \"Reply::Silence\"",
    ),
    key(
        "name",
        Takes::Text,
        "What the arm's step is called, if not as what it calls.",
        "name = \"run_tool_again\"",
    ),
    key(
        "steps",
        Takes::Named(&["step", "branch"]),
        "Steps that run before the arm's own, only if the arm is taken.",
        "[steps.search]\ninput = [\"&message\"]\noutput = \"pages: Vec<Page>\"",
    ),
    key(
        "match",
        Takes::Text,
        "What decides which of the arm's own arms is taken.",
        "match = \"message.urgency\"",
    ),
    key(
        "arms",
        Takes::Tables("arm"),
        "The ways of a further branch, which gives the arm's value.",
        "[[arms]]\npattern = \"Urgency::High\"\ncall = \"call_back\"",
    ),
];

pub(super) const UNDO: &[Key] = &[
    key(
        "call",
        Takes::Text,
        "A method of the trait, or a function by its path, with its wires.",
        "call = \"refund(&charge)\"",
    )
    .required(),
    key(
        "retry",
        Takes::Table("undo_retry"),
        "How often the undo is tried if it fails, and how long it waits in between.",
        "retry = { attempts = 5, delay = \"1s\" }",
    ),
];

pub(super) const RETRY: &[Key] = &[
    key(
        "attempts",
        Takes::Count,
        "How often it is called at most: 3 are two retries.",
        "attempts = 3",
    )
    .required(),
    key(
        "delay",
        Takes::Time,
        "The wait before the second attempt; none if nothing is said.",
        "delay = \"100ms\"",
    ),
    key(
        "factor",
        Takes::Number,
        "Each further wait is so many times the one before: 2 if nothing is said.",
        "factor = 2",
    ),
    key(
        "max_delay",
        Takes::Time,
        "No wait grows longer; `jitter` comes on top.",
        "max_delay = \"10s\"",
    ),
    key(
        "jitter",
        Takes::PartOr("full"),
        "A random part of up to so much of the wait is added: a tenth if nothing is said. `\"full\"` draws from \
         zero to the wait.",
        "jitter = 0.1",
    ),
    key(
        "when",
        Takes::Text,
        "Whether an error, `error`, is worth another attempt: Rust, a `bool`. Every error is, if nothing is said.",
        "when = \"error.is_temporary()\"",
    ),
    key(
        "after",
        Takes::Text,
        "How long to wait after an error, `error`: Rust, an `Option<Duration>`; `None` leaves it to the delay.",
        "after = \"error.retry_after()\"",
    ),
];
