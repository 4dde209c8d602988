//! The keys that attributes may have.

use crate::form::Form;
use crate::front::Keys;

pub(super) static PIPELINE: Keys = Keys {
    form: Form::Rust,
    of: "`#[pipeline]`",
    here: &[
        "error",
        "requires",
        "metadata",
        "executor",
        "fail_fast",
        "show",
        "deadline",
    ],
    later: &["record", "version"],
    habits: &[
        ("errors", "error"),
        ("err", "error"),
        ("timeout", "deadline"),
        ("time_limit", "deadline"),
        ("meta", "metadata"),
        ("require", "requires"),
        ("bounds", "requires"),
        ("failfast", "fail_fast"),
    ],
    elsewhere: &[
        ("name", "a pipeline is named by its function"),
        (
            "limits",
            "they stand in an attribute of their own: `#[limits(database(permits = 10))]`",
        ),
        ("max_parallel", PARALLEL),
        ("max_parallelism", PARALLEL),
        ("parallelism", PARALLEL),
        ("concurrency", PARALLEL),
        ("use", IMPORTS),
        ("uses", IMPORTS),
        ("doc", DOCS),
        ("description", DOCS),
        ("input", INPUTS),
        ("inputs", INPUTS),
        ("output", OUTPUT),
        ("returns", OUTPUT),
        ("const", CONSTANTS),
        ("constants", CONSTANTS),
        (
            "retry",
            "each step has its own: `#[step(retry(attempts = 3))]`",
        ),
        (
            "retries",
            "each step has its own: `#[step(retry(attempts = 3))]`",
        ),
        ("steps", "each `let`, and each call without one, is a step"),
    ],
};

const PARALLEL: &str = "it is said of a run, or of the builder: `.max_parallel(n)`";
const IMPORTS: &str = "imports stand above the function: `use crate::orders::Order;`";
const DOCS: &str = "write a doc comment above it: `/// What it does.`";
const INPUTS: &str = "the inputs are the parameters of the function";
const OUTPUT: &str = "the output is the last line of the function, without `;`";
const CONSTANTS: &str = "a constant stands above the function: `const PAGE: u32 = 100;`";

pub(super) static STEP: Keys = Keys {
    form: Form::Rust,
    of: "`#[step]`",
    here: &[
        "name",
        "blocking",
        "infallible",
        "skippable",
        "optional",
        "show",
        "on_missing",
        "when",
        "retry",
        "timeout",
        "deadline",
        "after",
        "executor",
        "undo",
        "limit",
        "for_each",
        "concurrency",
        "on_error",
    ],
    later: &["cache", "version"],
    habits: &[
        ("if", "when"),
        ("condition", "when"),
        ("guard", "when"),
        ("foreach", "for_each"),
        ("matrix", "for_each"),
        ("depends_on", "after"),
        ("depends", "after"),
        ("needs", "after"),
        ("requires", "after"),
        ("before", "after"),
        ("upstream", "after"),
        ("wait_for", "after"),
        ("retries", "retry"),
        ("attempts", "retry"),
        ("max_attempts", "retry"),
        ("max_retries", "retry"),
        ("retry_delay", "retry"),
        ("sync", "blocking"),
        ("continue_on_error", "optional"),
        ("continue-on-error", "optional"),
        ("allow_failure", "optional"),
        ("rollback", "undo"),
        ("limits", "limit"),
        ("pool", "limit"),
        ("rate_limit", "limit"),
        ("compensate", "undo"),
        ("compensation", "undo"),
        ("on_failure", "undo"),
        ("time_limit", "timeout"),
        ("rename", "name"),
        ("id", "name"),
        ("on", "executor"),
    ],
    elsewhere: &[
        ("input", WIRES),
        ("inputs", WIRES),
        ("args", WIRES),
        ("with", WIRES),
        ("output", VALUE),
        ("outputs", VALUE),
        ("returns", VALUE),
        ("call", CALL),
        ("run", CALL),
        ("function", CALL),
        ("fn", CALL),
        ("doc", DOCS),
        ("description", DOCS),
        (
            "trigger_rule",
            "a step of which a value is missing is skipped; `on_missing = \"fail\"` lets it fail instead",
        ),
        (
            "async",
            "every step is; take it out, and write `blocking` for one that is not",
        ),
        (
            "parallel",
            "steps run side by side as far as their wires allow; take it out",
        ),
    ],
};

const WIRES: &str = "the wires are the arguments of the call";
const VALUE: &str = "the value is declared by the `let`: `let order: Order = …;`";
const CALL: &str = "what is called stands in the line below: `crate::orders::validate(&order_id)`";

/// What undoes a step, behind its call.
pub(super) static UNDO: Keys = Keys {
    form: Form::Rust,
    of: "`undo`",
    here: &["retry", "timeout"],
    later: &[],
    habits: &[
        ("retries", "retry"),
        ("attempts", "retry"),
        ("time_limit", "timeout"),
    ],
    elsewhere: &[
        ("call", UNDO_CALL),
        ("deadline", "an undo has a `timeout`, for each attempt"),
        (
            "when",
            "a step that ended well is undone whenever the run fails",
        ),
    ],
};

const UNDO_CALL: &str =
    "the call stands first, and alone: `undo(release(&reservation), timeout = \"5s\")`";

/// A limit that steps share.
pub(super) static LIMIT: Keys = Keys::limit(Form::Rust);

pub(super) static RETRY: Keys = Keys::retry(Form::Rust);

/// How what undoes a step is tried again.
pub(super) static UNDO_RETRY: Keys = Keys::undo_retry(Form::Rust);

/// One of several ways to begin a run.
pub(super) static ENTRY: Keys = Keys {
    form: Form::Rust,
    of: "`#[entry]`",
    here: &[
        "doc",
        "blocking",
        "infallible",
        "skippable",
        "retry",
        "timeout",
        "deadline",
        "executor",
        "limit",
        "undo",
        "show",
    ],
    later: &[],
    habits: &[("description", "doc")],
    elsewhere: &[],
};

pub(super) static WORKFLOW: Keys = Keys {
    form: Form::Rust,
    of: "`#[workflow]`",
    here: &[
        "start",
        "state",
        "error",
        "requires",
        "executor",
        "concurrency",
        "max_steps",
        "show",
        "deadline",
        "metadata",
    ],
    later: &["record", "version"],
    habits: &[
        ("first", "start"),
        ("begin", "start"),
        ("entry", "start"),
        ("initial", "start"),
        ("context", "state"),
        ("errors", "error"),
        ("parallelism", "concurrency"),
        ("workers", "concurrency"),
        ("step_limit", "max_steps"),
        ("max_iterations", "max_steps"),
        ("limit", "max_steps"),
        ("timeout", "deadline"),
    ],
    elsewhere: &[
        ("name", "a workflow is named by its trait"),
        ("doc", DOCS),
        ("description", DOCS),
        (
            "limits",
            "they stand in an attribute of their own: `#[limits(database(permits = 10))]`",
        ),
        (
            "max_parallel",
            "write `concurrency`: how many steps run at once",
        ),
        (
            "retry",
            "each step has its own: `#[step(retry(attempts = 3))]`",
        ),
        (
            "fail_fast",
            "a failure goes to the step's decision, which may end the run",
        ),
    ],
};

pub(super) static WORK: Keys = Keys {
    form: Form::Rust,
    of: "`#[step]` in a workflow",
    here: &[
        "blocking",
        "infallible",
        "show",
        "retry",
        "timeout",
        "deadline",
        "executor",
        "limit",
    ],
    later: &["cache", "version"],
    habits: &[
        ("retries", "retry"),
        ("attempts", "retry"),
        ("max_attempts", "retry"),
        ("max_retries", "retry"),
        ("sync", "blocking"),
        ("time_limit", "timeout"),
    ],
    elsewhere: &[
        ("name", "a step is named by its function"),
        ("next", "it stands for itself: `#[next(process)]`"),
        ("when", "decide before it: `#[next(if = …, yes = …)]`"),
        (
            "after",
            "steps run as the queue has them: what comes next is said by `#[next(…)]`",
        ),
        (
            "skippable",
            "a step always ends well or fails: let it return an `Option`, and its decision look at it",
        ),
        (
            "optional",
            "a failure goes to the step's decision, which need not end the run",
        ),
    ],
};

pub(super) static NEXT: Keys = Keys {
    form: Form::Rust,
    of: "`#[next]`",
    here: &["if", "yes", "no"],
    later: &[],
    habits: &[
        ("when", "if"),
        ("condition", "if"),
        ("then", "yes"),
        ("else", "no"),
        ("otherwise", "no"),
    ],
    elsewhere: &[],
};

pub(super) static FLOW: Keys = Keys {
    form: Form::Rust,
    of: "`#[flow]`",
    here: &["error", "requires", "deadline", "metadata"],
    later: &["record", "version"],
    habits: &[("errors", "error"), ("timeout", "deadline")],
    elsewhere: &[
        ("name", "a flow is named by its trait"),
        ("doc", DOCS),
        ("description", DOCS),
        ("start", "say it of the step: `#[entry]`"),
        ("entry", "say it of the step: `#[entry]`"),
        ("executor", "steps run where they are called"),
    ],
};

pub(super) static CALLED: Keys = Keys {
    form: Form::Rust,
    of: "`#[step]` in a flow",
    here: &["blocking", "infallible"],
    later: &[],
    habits: &[("sync", "blocking")],
    elsewhere: &[
        ("name", "a step is named by its function"),
        ("entry", "it stands for itself: `#[entry]`"),
        ("calls", "it stands for itself: `#[calls(validate)]`"),
        ("retry", CALLER),
        ("timeout", CALLER),
        ("deadline", CALLER),
        ("when", CALLER),
        ("after", CALLER),
        ("executor", "a step runs where it is called"),
    ],
};

const CALLER: &str = "in a flow, whoever calls a step decides that, in code";
