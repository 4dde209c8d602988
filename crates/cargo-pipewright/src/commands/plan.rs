//! `cargo pipewright plan`

use clap::Args;
use pipewright_build::{Output, OutputKind};
use pipewright_graph::{Preview, Step, StepId};

use crate::cli::EXIT_CODES;
use crate::console::{self, As, Format};
use crate::failure::Failure;
use crate::suggest;
use crate::target::Target;

const NOTE: &str = "\
Steps of one stage run side by side; none begins before those that it waits for have ended. Behind `if` stands what \
is decided only in the run. It is what the pipeline's own `plan()` tells.

Examples:
  cargo pipewright plan order_processing
  cargo pipewright plan order_processing --only charge,ship   # these, and what they need
  cargo pipewright plan order_processing --format json";

/// Tell what a run of a pipeline would do, and in which order
#[derive(Debug, Args)]
#[command(after_help = format!("{NOTE}\n\n{EXIT_CODES}"))]
pub(crate) struct Plan {
    #[command(flatten)]
    target: Target,

    /// Only these steps, and what they need
    #[arg(long, value_name = "STEP,…", value_delimiter = ',')]
    only: Vec<String>,

    #[command(flatten)]
    print: As,
}

impl Plan {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let output = self.target.compile()?;
        if output.kind != OutputKind::Pipeline {
            return Err(no_pipeline(&output));
        }
        let plan = self.plan(&output)?;
        match self.print.format {
            Format::Text => console::print(&plan.to_string()),
            Format::Json => console::print_json(&plan),
        }
    }

    fn plan(&self, output: &Output) -> Result<Preview, Failure> {
        let graph = &output.graph;
        if self.only.is_empty() {
            return Ok(graph.plan());
        }
        let steps = self.only.iter().map(|name| step(name, output));
        Ok(graph.plan_of(&steps.collect::<Result<Vec<_>, _>>()?))
    }
}

/// The step of this name, or the map in whose block there is one.
fn step(name: &str, output: &Output) -> Result<StepId, Failure> {
    let steps = output.graph.steps.iter();
    if let Some(place) = steps.clone().position(|step| has(step, name.trim())) {
        return Ok(StepId(place as u32));
    }
    let names: Vec<&str> = steps.map(|step| &*step.name).collect();
    let failure = Failure::wrong(format!("`{}` has no step `{name}`", output.graph.name));
    let failure = match suggest::nearest(name, &names) {
        Some(meant) => failure.help(format!("did you mean `{meant}`?")),
        None => failure,
    };
    Err(failure.help(format!("its steps are: {}", names.join(", "))))
}

fn has(step: &Step, name: &str) -> bool {
    let mut inner = step.block.iter().flat_map(|block| block.steps.iter());
    step.name == name || inner.any(|step| has(step, name))
}

fn no_pipeline(output: &Output) -> Failure {
    let (name, kind) = (&output.graph.name, output.kind.name());
    let why = match output.kind {
        OutputKind::Flow => "its steps call each other as their code decides",
        _ => "its steps follow each other as its decisions have it",
    };
    Failure::wrong(format!("`{name}` is a {kind}, and has no plan: {why}")).help(format!(
        "`cargo pipewright graph {name}` draws what may follow what"
    ))
}
