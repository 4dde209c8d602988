//! Rust that the Rust form does not have: what it is, and what to write instead.

use super::{Check, Rule};

pub(crate) mod expression;
pub(crate) mod function;
pub(crate) mod item;
pub(crate) mod statement;

pub(crate) static RULE: Rule = Rule {
    code: "PW0031",
    title: "Rust that a pipeline does not have",
    docs: "A pipeline in Rust form looks like a function, but is only read: each line says what a step reads \
        and gives, and the wires say when it runs. A line calls a step, with its value \
        (`let order: Order = validate(&order_id);`) or without (`notify(&order);`); calls one for each element \
        of a value (`ids.map(|id: UserId| enrich(id))`); or branches, with `if` or `match`. At the end stands \
        the output (`order`). Other closures, loops, macros, and expressions that compute are not read: to \
        compute is what steps do, and what loops is a workflow, `#[workflow]`. There is no `?` and no `.await` either: a step that fails skips those that read it, \
        and the run awaits all of them. Whether a step runs is said by its guard, `#[step(when = …)]`. Types \
        and functions belong in your crate; `use` brings types in.",
    check: Check::Reading,
};
