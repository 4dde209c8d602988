//! Called flows: the author's code makes the calls, and makes only those that are declared.
//!
//! A flow goes through the house as a pipeline does; what both have is in the same places. Here is what only a
//! flow has.

mod lower;
mod picture;
pub(crate) mod plan;
pub(crate) mod tree;

use crate::compile::{Output, OutputKind};
use crate::diagnostic::Diagnostics;
use crate::emit;
use crate::source::Files;
use crate::wiring::Wiring;

/// All that is made of a flow without mistakes.
pub(crate) fn output(wiring: &Wiring<'_>, tree: &tree::Flow, files: &Files) -> Output {
    let plan = lower::plan(wiring, tree, files);
    let graph = picture::graph(&plan);
    let file = emit::flow(&plan, &graph);
    Output {
        name: wiring.tree.name.value.clone(),
        folders: wiring.tree.folders.clone(),
        path: wiring.tree.path.clone(),
        kind: OutputKind::Flow,
        code: file.text,
        definition: file.definition,
        stub: emit::flow_stub(&plan, &wiring.tree.folders),
        graph,
        warnings: Diagnostics::default(),
    }
}
