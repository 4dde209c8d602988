//! Those of a flow, and of its steps.

use crate::form::Form;
use crate::front::Keys;

pub(in crate::front::toml) static FLOW: Keys = Keys {
    form: Form::Toml,
    of: "a flow",
    here: &[
        "kind", "use", "doc", "error", "requires", "deadline", "metadata", "const", "steps",
    ],
    later: &["record", "version"],
    habits: &[
        ("uses", "use"),
        ("import", "use"),
        ("imports", "use"),
        ("description", "doc"),
        ("errors", "error"),
        ("step", "steps"),
        ("tasks", "steps"),
        ("timeout", "deadline"),
    ],
    elsewhere: &[
        ("name", "a flow is named by its file"),
        (
            "input",
            "each entry has its own: `[steps.NAME]` with `entry = true`",
        ),
        ("output", "a run gives back what its entry returns"),
        ("entries", "say it of the step: `entry = true`"),
        ("start", "say it of the step: `entry = true`"),
        ("executor", "steps run where they are called"),
    ],
};

pub(in crate::front::toml) static CALLED: Keys = Keys {
    form: Form::Toml,
    of: "a step of a flow",
    here: &[
        "entry",
        "input",
        "output",
        "calls",
        "doc",
        "blocking",
        "infallible",
    ],
    later: &[],
    habits: &[
        ("inputs", "input"),
        ("args", "input"),
        ("params", "input"),
        ("outputs", "output"),
        ("returns", "output"),
        ("call", "calls"),
        ("callees", "calls"),
        ("next", "calls"),
        ("uses", "calls"),
        ("start", "entry"),
        ("description", "doc"),
        ("sync", "blocking"),
    ],
    elsewhere: &[
        ("name", "a step is named by its table: `[steps.NAME]`"),
        ("retry", CALLER),
        ("retries", CALLER),
        ("timeout", CALLER),
        ("deadline", CALLER),
        ("when", CALLER),
        ("after", CALLER),
        ("executor", "a step runs where it is called"),
        ("use", OF_FLOW),
        ("error", OF_FLOW),
        ("kind", OF_FLOW),
    ],
};

const CALLER: &str = "in a flow, whoever calls a step decides that, in code";

const OF_FLOW: &str = "it belongs to the flow: write it above the first `[…]`";
