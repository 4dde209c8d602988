//! Pipelines that are described, checked when they are built, and run at the cost of hand-written code.
//!
//! A pipeline is a file in `pipelines/`: its steps, what each of them reads, what it gives. The build
//! script hands the folder to `pipewright_build::compile("pipelines")`, and [`include_pipelines!`] brings
//! in what was generated: for `pipelines/quickstart.toml`
//!
//! ```toml
//! input  = ["x: i64"]
//! output = "answer"
//!
//! [steps.double]
//! input      = ["x"]
//! output     = "d: i64"
//! infallible = true
//!
//! [steps.add]
//! input      = ["x", "d"]
//! output     = "answer: i64"
//! infallible = true
//! ```
//!
//! a module `quickstart` with the trait `Steps` to implement, and a struct `Quickstart` to run:
//!
//! ```
//! use quickstart::Context;
//!
//! pipewright::include_pipelines!("quickstart");
//!
//! struct Calculator;
//!
//! impl quickstart::Steps for Calculator {
//!     async fn double(&self, _cx: &Context, x: i64) -> i64 {
//!         2 * x
//!     }
//!
//!     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 {
//!         x + d
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), pipewright::RunError> {
//!     let pipeline = Quickstart::new(Calculator);
//!     assert_eq!(pipeline.run(5).await?, 15);
//!
//!     // the same run, and all that happened in it
//!     let run = pipeline.run(5).with_report().await;
//!     assert_eq!(run.outputs.double.ok(), Some(&10));
//!     assert_eq!(run.report.steps.len(), 2);
//!     Ok(())
//! }
//! ```
//!
//! A wrong wire does not build, and neither does a step that does not fit its wires. Each step starts as
//! soon as its own parents have ended. What can stand in a description is told in
//! [the language of pipelines](https://github.com/pipewright/pipewright/blob/main/docs/language.md).
//!
//! # What is generated
//!
//! | for the pipeline `quickstart` | is |
//! |---|---|
//! | `quickstart::Steps` | the trait to implement, with a method for each step |
//! | `Quickstart` | the pipeline: `new(steps)`, `builder()`, and `run(…)` with its inputs |
//! | `quickstart::Launch` | a run to be awaited, as `run(…)` gives it |
//! | `quickstart::Outputs` | how each step of a run ended, an [`Outcome`] a field |
//! | `quickstart::Step` | an enum of the steps |
//! | `quickstart::Context` | the [`Context`] of its steps; a type of its own if the pipeline declares metadata |
//! | `quickstart::Metadata` | that metadata |
//! | `quickstart::GRAPH` | the wiring, to be drawn |
//!
//! The builder binds executors that the description names, and sets for all runs what a run can also be told
//! itself:
//!
//! ```
//! # pipewright::include_pipelines!("quickstart");
//! # struct Calculator;
//! # use quickstart::Context;
//! # impl quickstart::Steps for Calculator {
//! #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
//! #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
//! # }
//! use std::time::Duration;
//!
//! use pipewright::Spawn;
//!
//! # fn main() {
//! let pipeline = Quickstart::builder()
//!     .steps(Calculator)
//!     .executor(Spawn)
//!     .max_parallel(4)
//!     .deadline(Duration::from_secs(5))
//!     .build();
//! # drop(pipeline);
//! # }
//! ```
//!
//! | a run, before it is awaited | |
//! |---|---|
//! | `.deadline(limit)` | ends it after this time |
//! | `.max_parallel(n)` | runs at most `n` attempts at once |
//! | `.executor(place)` | where steps run that do not say so themselves |
//! | `.correlation_id(id)` | ties it to others |
//! | `.metadata(key, value)` | metadata that is not declared; for each that is, there is a method of its name |
//! | `.emit_to(emitters)` | tells these what happens in the run, and nobody else |
//! | `.emit_also_to(emitters)` | tells these too |
//! | `.seed(n)` | makes the random part of retries' waits repeatable |
//! | `.with_report()` | resolves to a [`Run`] instead of the output alone |
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | ask something of the run, inside a step or what it calls | [`Context`], [`current`] |
//! | learn how a step ended | [`Outcome`], [`StepError`], [`Skip`] |
//! | learn why a run failed | [`RunError`], [`Failure`], [`NoOutput`] |
//! | see all that happened in a run | [`Run`], [`Report`]; as a page, [`Report::html`] |
//! | read what became of each element of a map | [`Collected`], [`ElementReport`] |
//! | be told what happens while it does | [`Emitter`], [`Event`], [`emitters`] |
//! | say where steps run | [`Inline`], [`Spawn`], [`Blocking`], [`Executor`] |
//! | tie runs together | [`CorrelationId`], [`RunId`] |
//! | see what a run would do before there is one | the pipeline's `plan()`, a [`Preview`] |
//! | draw a pipeline without running it | its constant `GRAPH`, a [`Graph`](graph::Graph) |
//! | draw a run | [`Report::svg`], [`Report::mermaid`], [`Report::dot`], [`Report::picture`] |
//! | have a test keep the diagrams of all pipelines | [`assert_diagrams!`] |
//!
//! Time limits, waits between attempts, and blocking and spawned steps need a tokio runtime around the run.

mod abort;
mod blocks;
#[doc(hidden)]
pub mod codegen;
mod collected;
mod context;
mod current;
mod diagrams;
mod emitter;
mod errand;
mod error;
mod error_report;
mod executor;
mod export;
mod flow;
mod graphs;
mod ids;
#[cfg(feature = "tracing-subscriber")]
mod in_run;
mod limit;
mod map;
mod metadata;
mod outcome;
mod pictures;
mod pools;
mod prepared;
mod report;
mod retry;
mod run;
mod size;
mod slot;
mod stop;
mod stored;
mod sync;
mod table;
mod workflow;

pub use collected::Collected;
pub use context::{Context, RunContext};
pub use current::current;
pub use emitter::{Delivery, Emitter, Emitters, Event, EventKind, Field, Level};
pub use error::{Failure, FailureReason, NoOutput, RunError};
pub use error_report::ErrorReport;
pub use executor::{Blocking, Executor, Inline, Place, Spawn, Work};
pub use flow::CallReport;
pub use ids::{CorrelationId, ParseCorrelationIdError, RunId};
#[cfg(feature = "tracing-subscriber")]
pub use in_run::InRun;
pub use limit::Limit;
pub use outcome::{BoxError, Moved, Outcome, Skip, SkipReason, StepError};
pub use pipewright_graph as graph;
pub use pipewright_graph::{Preview, PreviewStep};
pub use prepared::Prepared;
pub use report::{
    AttemptReport, Attempts, ElementReport, EventReport, Few, InputReport, OutcomeKind,
    ProgressReport, Report, Run, StepReport, StepReports, UndoReport,
};
pub use run::RunFuture;
pub use size::Size;
pub use workflow::{Last, Times, TraceRow};

/// Emitters for the usual places: see [`Emitter`] for one of your own.
pub mod emitters {
    #[cfg(feature = "progress")]
    pub use crate::emitter::bars::ProgressBars;
    pub use crate::emitter::channel::{Channel, Events, channel};
    pub use crate::emitter::live::Live;
    pub use crate::emitter::log::Log;
    pub use crate::emitter::recorder::Recorder;
    pub use crate::emitter::traced::Traced;
}

/// Includes the pipelines that the build script has compiled, here.
///
/// Each pipeline is a module, and its struct stands beside it; a folder is a module around its pipelines.
/// The build script must call `pipewright_build::compile`.
///
/// | form | what it includes |
/// |---|---|
/// | `include_pipelines!();` | every pipeline |
/// | `include_pipelines!("greeting");` | the pipeline `pipelines/greeting.toml` |
/// | `include_pipelines!("greeting", "billing/refund");` | these two, side by side |
///
/// Put it into a `mod` of its own where names collide.
///
/// ```
/// mod pipelines {
///     pipewright::include_pipelines!("quickstart");
/// }
/// use pipelines::quickstart::{GRAPH, Step};
///
/// assert_eq!(Step::Double.name(), "double");
/// assert!(GRAPH.mermaid().starts_with("flowchart TD"));
/// ```
///
/// # Errors
///
/// If any pipeline of the folder has a mistake, this is where the crate does not compile: the error is
/// the whole report, with the place of each mistake.
#[macro_export]
macro_rules! include_pipelines {
    () => {
        #[cfg(pipewright_report)]
        ::core::compile_error!(include_str!(concat!(
            env!("OUT_DIR"),
            "/pipewright/report.txt"
        )));
        #[cfg(pipewright_built)]
        include!(env!("PIPEWRIGHT_PIPELINES"));
        // rustc stops at a file that there is not, and says nothing of all that it would have included
        #[cfg(not(pipewright_built))]
        include!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/build.rs that calls pipewright_build::compile(\"pipelines\")"
        ));
    };
    ($($name:literal),+ $(,)?) => {
        #[cfg(pipewright_report)]
        ::core::compile_error!(include_str!(concat!(
            env!("OUT_DIR"),
            "/pipewright/report.txt"
        )));
        $(
            #[cfg(pipewright_built)]
            const _: &str = env!(
                concat!("PIPEWRIGHT_PIPELINE_", $name),
                concat!("there is no pipeline `", $name, "`; there are: ", env!("PIPEWRIGHT_NAMES"))
            );
            #[cfg(pipewright_built)]
            include!(concat!(env!("OUT_DIR"), "/pipewright/", $name, ".rs"));
        )+
        #[cfg(not(pipewright_built))]
        include!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/build.rs that calls pipewright_build::compile(\"pipelines\")"
        ));
    };
}
