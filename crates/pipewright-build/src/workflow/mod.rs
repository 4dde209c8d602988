//! Queue workflows: steps that put further steps into a queue.
//!
//! A workflow goes through the house as a pipeline does; what both have is in the same places. Here is what
//! only a workflow has.

mod lower;
mod picture;
pub(crate) mod plan;
pub(crate) mod tree;

use crate::compile::{Output, OutputKind};
use crate::diagnostic::Diagnostics;
use crate::emit;
use crate::source::Files;
use crate::wiring::Wiring;

/// All that is made of a workflow without mistakes.
pub(crate) fn output(wiring: &Wiring<'_>, tree: &tree::Workflow, files: &Files) -> Output {
    let plan = lower::plan(wiring, tree, files);
    let graph = picture::graph(&plan);
    let file = emit::workflow(&plan, &graph);
    Output {
        name: wiring.tree.name.value.clone(),
        folders: wiring.tree.folders.clone(),
        path: wiring.tree.path.clone(),
        kind: OutputKind::Workflow,
        code: file.text,
        definition: file.definition,
        stub: emit::workflow_stub(&plan, &wiring.tree.folders),
        graph,
        warnings: Diagnostics::default(),
    }
}
