//! What a user notices when a pipeline runs: a file for each topic of the design's page on failures,
//! limits, places, values and context. Pipelines are those of `pipelines/behaviour`.

#![allow(
    missing_docs,
    clippy::new_without_default,
    reason = "nobody but these tests uses what is public here"
)]

pub mod both_ways;
pub mod branches;
pub mod calls;
pub mod choosing;
pub mod deadlines;
pub mod doubles;
pub mod drops;
pub mod errors;
pub mod executors;
pub mod fail_fast;
pub mod failures;
pub mod families;
pub mod flows;
pub mod hurry;
pub mod inside;
pub mod keep_going;
pub mod large;
pub mod limits;
pub mod mapping;
pub mod missing;
pub mod panics;
pub mod parallel;
pub mod previews;
pub mod queues;
pub mod retries;
pub mod run_context;
pub mod script;
pub mod start;
pub mod stopping;
pub mod tables;
pub mod tasks;
pub mod threads;
pub mod traces;
pub mod undoing;
pub mod values;
pub mod wakers;
pub mod winding;

/// The pipelines, each a module.
pub mod pipelines {
    pipewright::include_pipelines!("behaviour/about");
    pipewright::include_pipelines!("behaviour/around");
    pipewright::include_pipelines!("behaviour/around_limited");
    pipewright::include_pipelines!("behaviour/around_quiet");
    pipewright::include_pipelines!("behaviour/booking");
    pipewright::include_pipelines!("behaviour/books_each");
    pipewright::include_pipelines!("behaviour/books_inside");
    pipewright::include_pipelines!("behaviour/bounded");
    pipewright::include_pipelines!("behaviour/box_error");
    pipewright::include_pipelines!("behaviour/brief");
    pipewright::include_pipelines!("behaviour/calls");
    pipewright::include_pipelines!("behaviour/chain");
    pipewright::include_pipelines!("behaviour/changes");
    pipewright::include_pipelines!("behaviour/changes_both");
    pipewright::include_pipelines!("behaviour/clone_then_move");
    pipewright::include_pipelines!("behaviour/crowd");
    pipewright::include_pipelines!("behaviour/deadlines");
    pipewright::include_pipelines!("behaviour/declared");
    pipewright::include_pipelines!("behaviour/diamond");
    pipewright::include_pipelines!("behaviour/drops");
    pipewright::include_pipelines!("behaviour/either_way");
    pipewright::include_pipelines!("behaviour/errands");
    pipewright::include_pipelines!("behaviour/first_failure");
    pipewright::include_pipelines!("behaviour/gathers");
    pipewright::include_pipelines!("behaviour/gathers_any");
    pipewright::include_pipelines!("behaviour/greeted");
    pipewright::include_pipelines!("behaviour/guarded");
    pipewright::include_pipelines!("behaviour/handling");
    pipewright::include_pipelines!("behaviour/hurried");
    pipewright::include_pipelines!("behaviour/inside");
    pipewright::include_pipelines!("behaviour/joined");
    pipewright::include_pipelines!("behaviour/keep_going");
    pipewright::include_pipelines!("behaviour/kinds");
    pipewright::include_pipelines!("behaviour/left_behind");
    pipewright::include_pipelines!("behaviour/limited");
    pipewright::include_pipelines!("behaviour/limited_each");
    pipewright::include_pipelines!("behaviour/limited_too");
    pipewright::include_pipelines!("behaviour/folding");
    pipewright::include_pipelines!("behaviour/mapping");
    pipewright::include_pipelines!("behaviour/mapping_all");
    pipewright::include_pipelines!("behaviour/mapping_skip");
    pipewright::include_pipelines!("behaviour/mapping_arms");
    pipewright::include_pipelines!("behaviour/mapping_both");
    pipewright::include_pipelines!("behaviour/mapping_lazy");
    pipewright::include_pipelines!("behaviour/mapping_limits");
    pipewright::include_pipelines!("behaviour/mapping_nothing");
    pipewright::include_pipelines!("behaviour/mapping_runs");
    pipewright::include_pipelines!("behaviour/mapping_runs_all");
    pipewright::include_pipelines!("behaviour/mapping_shared");
    pipewright::include_pipelines!("behaviour/mapping_some");
    pipewright::include_pipelines!("behaviour/mapping_stream");
    pipewright::include_pipelines!("behaviour/mapping_threads");
    pipewright::include_pipelines!("behaviour/looks");
    pipewright::include_pipelines!("behaviour/looks_deeply");
    pipewright::include_pipelines!("behaviour/looks_twice");
    pipewright::include_pipelines!("behaviour/missing");
    pipewright::include_pipelines!("behaviour/mover");
    pipewright::include_pipelines!("behaviour/names");
    pipewright::include_pipelines!("behaviour/nested");
    pipewright::include_pipelines!("behaviour/nesting");
    pipewright::include_pipelines!("behaviour/own_error");
    pipewright::include_pipelines!("behaviour/pages");
    pipewright::include_pipelines!("behaviour/panics");
    pipewright::include_pipelines!("behaviour/placed");
    pipewright::include_pipelines!("behaviour/places");
    pipewright::include_pipelines!("behaviour/queries");
    pipewright::include_pipelines!("behaviour/querying");
    pipewright::include_pipelines!("behaviour/quiet");
    pipewright::include_pipelines!("behaviour/region_pages");
    pipewright::include_pipelines!("behaviour/regions");
    pipewright::include_pipelines!("behaviour/retrying");
    pipewright::include_pipelines!("behaviour/silent");
    pipewright::include_pipelines!("behaviour/rounds");
    pipewright::include_pipelines!("behaviour/spare");
    pipewright::include_pipelines!("behaviour/stop_at_once");
    pipewright::include_pipelines!("behaviour/stubborn");
    pipewright::include_pipelines!("behaviour/tail_maybe");
    pipewright::include_pipelines!("behaviour/tail_ok");
    pipewright::include_pipelines!("behaviour/tail_plain");
    pipewright::include_pipelines!("behaviour/ten");
    pipewright::include_pipelines!("behaviour/threads");
    pipewright::include_pipelines!("behaviour/together");
    pipewright::include_pipelines!("behaviour/undoing");
    pipewright::include_pipelines!("behaviour/undoing_fast");
    pipewright::include_pipelines!("behaviour/undoing_thread");
    pipewright::include_pipelines!("behaviour/values");
    pipewright::include_pipelines!("behaviour/verdict");
    pipewright::include_pipelines!("behaviour/ways");
    pipewright::include_pipelines!("behaviour/wide");
}
