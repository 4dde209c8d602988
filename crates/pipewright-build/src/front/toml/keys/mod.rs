//! The keys that TOML tables may have.

mod flow;
mod workflow;

pub(super) use flow::{CALLED, FLOW};
pub(super) use workflow::{WORK, WORKFLOW};

use crate::form::Form;
use crate::front::Keys;

pub(super) static TOP: Keys = Keys {
    form: Form::Toml,
    of: "a pipeline",
    here: &[
        "use",
        "doc",
        "error",
        "requires",
        "input",
        "output",
        "executor",
        "fail_fast",
        "show",
        "deadline",
        "const",
        "metadata",
        "limits",
        "entries",
        "kind",
        "steps",
    ],
    later: &["record", "version"],
    habits: &[
        ("inputs", "input"),
        ("params", "input"),
        ("outputs", "output"),
        ("returns", "output"),
        ("return", "output"),
        ("result", "output"),
        ("uses", "use"),
        ("import", "use"),
        ("imports", "use"),
        ("description", "doc"),
        ("desc", "doc"),
        ("errors", "error"),
        ("step", "steps"),
        ("entry", "entries"),
        ("tasks", "steps"),
        ("task", "steps"),
        ("jobs", "steps"),
        ("nodes", "steps"),
        ("stages", "steps"),
        ("constants", "const"),
        ("consts", "const"),
        ("vars", "const"),
        ("timeout", "deadline"),
        ("limit", "limits"),
        ("pools", "limits"),
    ],
    elsewhere: &[
        ("name", "a pipeline is named by its file"),
        ("max_parallel", PARALLEL),
        ("max_parallelism", PARALLEL),
        ("parallelism", PARALLEL),
        ("concurrency", PARALLEL),
        ("schedule", SCHEDULE),
        ("cron", SCHEDULE),
        ("on", SCHEDULE),
        ("trigger", SCHEDULE),
        (
            "retries",
            "each step has its own: `retry = { attempts = 3 }`",
        ),
        ("retry", "each step has its own: `retry = { attempts = 3 }`"),
    ],
};

const PARALLEL: &str = "it is said of a run, or of the builder: `.max_parallel(n)`";
const SCHEDULE: &str = "a pipeline does not start by itself: call `run` when it is time";

pub(super) static STEP: Keys = Keys {
    form: Form::Toml,
    of: "a step",
    here: &[
        "call",
        "pipeline",
        "input",
        "output",
        "doc",
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
        "map",
        "reduce",
        "fold",
        "each",
        "concurrency",
        "on_error",
    ],
    later: &["cache", "version"],
    habits: &[
        ("inputs", "input"),
        ("args", "input"),
        ("arguments", "input"),
        ("params", "input"),
        ("with", "input"),
        ("outputs", "output"),
        ("returns", "output"),
        ("return", "output"),
        ("result", "output"),
        ("run", "call"),
        ("function", "call"),
        ("fn", "call"),
        ("func", "call"),
        ("uses", "call"),
        ("task", "call"),
        ("command", "call"),
        ("cmd", "call"),
        ("script", "call"),
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
        ("dependencies", "after"),
        ("retries", "retry"),
        ("attempts", "retry"),
        ("max_attempts", "retry"),
        ("max_retries", "retry"),
        ("retry_delay", "retry"),
        ("retry_delay_seconds", "retry"),
        ("description", "doc"),
        ("desc", "doc"),
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
    ],
    elsewhere: &[
        ("next", OF_OTHERS),
        ("calls", OF_OTHERS),
        ("name", "a step is named by its table: `[steps.NAME]`"),
        ("id", "a step is named by its table: `[steps.NAME]`"),
        (
            "trigger_rule",
            "a step of which a value is missing is skipped; `on_missing = \"fail\"` lets it fail instead",
        ),
        (
            "async",
            "every step is; take it out, and write `blocking = true` for one that is not",
        ),
        (
            "parallel",
            "steps run side by side as far as their wires allow; take it out",
        ),
        ("loop", LOOP),
        ("while", LOOP),
        ("for", FOR),
        ("foreach", FOR),
        ("with_items", FOR),
    ],
};

const FOR: &str =
    "to call a step for each element of a value, map it: `map = \"id: UserId in ids\"`";
const LOOP: &str = "each step runs once: repeat within the step; a failed one is called again with `retry = { attempts = 3 }`";

/// A step in which the arms of a branch meet.
pub(super) static BRANCH: Keys = Keys {
    form: Form::Toml,
    of: "a branch",
    here: &["match", "arms", "output", "doc"],
    later: &[],
    habits: &[
        ("arm", "arms"),
        ("cases", "arms"),
        ("case", "arms"),
        ("choices", "arms"),
        ("branches", "arms"),
        ("on", "match"),
        ("switch", "match"),
        ("outputs", "output"),
        ("returns", "output"),
        ("description", "doc"),
    ],
    elsewhere: &[
        ("if", "each arm has its own, except the last"),
        ("call", OF_ARM),
        ("pipeline", OF_ARM),
        ("input", OF_ARM),
        ("blocking", OF_ARM),
        ("infallible", OF_ARM),
        ("skippable", OF_ARM),
        ("optional", OF_ARM),
        ("show", OF_ARM),
        ("on_missing", OF_ARM),
        ("when", OF_ARM),
        ("retry", OF_ARM),
        ("timeout", OF_ARM),
        ("deadline", OF_ARM),
        ("after", OF_ARM),
        ("executor", OF_ARM),
        ("undo", OF_ARM),
        ("limit", OF_ARM),
    ],
};

const OF_OTHERS: &str = "steps of workflows have `next`, those of flows `calls`: write `kind = \"workflow\"`, or `kind = \"flow\"`";

const OF_ARM: &str = "a branch calls nothing itself: put it below the arm that it is about";

/// One of several ways to begin a run.
pub(super) static ENTRY: Keys = Keys {
    form: Form::Toml,
    of: "an entry",
    here: &[
        "input",
        "output",
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
    habits: &[
        ("inputs", "input"),
        ("params", "input"),
        ("outputs", "output"),
        ("gives", "output"),
        ("description", "doc"),
        ("retries", "retry"),
    ],
    elsewhere: &[("call", "the method is called as the entry is")],
};

/// One way of a branch.
pub(super) static ARM: Keys = Keys {
    form: Form::Toml,
    of: "an arm",
    here: &[
        "pattern",
        "if",
        "call",
        "pipeline",
        "value",
        "name",
        "steps",
        "match",
        "arms",
        "input",
        "doc",
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
        "map",
        "reduce",
        "fold",
        "each",
        "concurrency",
        "on_error",
    ],
    later: &[],
    habits: &[
        ("case", "pattern"),
        ("is", "pattern"),
        ("matches", "pattern"),
        ("condition", "if"),
        ("constant", "value"),
        ("const", "value"),
        ("inputs", "input"),
        ("args", "input"),
        ("step", "call"),
        ("run", "call"),
        ("description", "doc"),
        ("retries", "retry"),
    ],
    elsewhere: &[
        (
            "output",
            "all arms give the value that the branch has as its `output`",
        ),
        ("else", "the last arm has no `if`"),
    ],
};

/// What undoes a step.
pub(super) static UNDO: Keys = Keys {
    form: Form::Toml,
    of: "`undo`",
    here: &["call", "retry", "timeout"],
    later: &[],
    habits: &[
        ("run", "call"),
        ("function", "call"),
        ("fn", "call"),
        ("step", "call"),
        ("retries", "retry"),
        ("attempts", "retry"),
        ("time_limit", "timeout"),
    ],
    elsewhere: &[
        ("input", UNDO_WIRES),
        ("inputs", UNDO_WIRES),
        ("args", UNDO_WIRES),
        ("deadline", "an undo has a `timeout`, for each attempt"),
        (
            "when",
            "a step that ended well is undone whenever the run fails",
        ),
    ],
};

const UNDO_WIRES: &str = "the wires stand in the call: `call = \"release(&reservation)\"`";

/// A limit that steps share.
pub(super) static LIMIT: Keys = Keys::limit(Form::Toml);

pub(super) static RETRY: Keys = Keys::retry(Form::Toml);

/// How what undoes a step is tried again.
pub(super) static UNDO_RETRY: Keys = Keys::undo_retry(Form::Toml);
