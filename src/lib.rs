//! Pipelines that are described, checked when they are built, and run at the cost of hand-written code.

mod abort;
#[doc(hidden)]
pub mod codegen;
mod context;
mod error;
mod executor;
mod ids;
mod outcome;
mod report;
mod retry;
mod run;
mod slot;

pub use context::{Context, RunContext, current};
pub use error::{Failure, FailureReason, NoOutput, RunError};
pub use executor::{Blocking, Executor, Inline, Place, Spawn, Work};
pub use ids::{CorrelationId, ParseCorrelationIdError, RunId};
pub use outcome::{BoxError, Moved, Outcome, Skip, SkipReason, StepError};
pub use pipewright_graph as graph;
pub use report::{AttemptReport, OutcomeKind, Report, Run, StepReport};

/// Includes the pipelines that the build script has compiled, here.
#[macro_export]
macro_rules! include_pipelines {
    () => {
        #[cfg(pipewright_report)]
        ::core::compile_error!(include_str!(concat!(
            env!("OUT_DIR"),
            "/pipewright/report.txt"
        )));
        include!(concat!(env!("OUT_DIR"), "/pipewright/pipelines.rs"));
    };
    ($($name:literal),+ $(,)?) => {
        #[cfg(pipewright_report)]
        ::core::compile_error!(include_str!(concat!(env!("OUT_DIR"), "/pipewright/report.txt")));
        $(include!(concat!(env!("OUT_DIR"), "/pipewright/", $name, ".rs"));)+
    };
}
