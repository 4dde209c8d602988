//! The pipelines that a pipeline runs.

use std::collections::HashMap;

use quote::format_ident;

use super::ident;
use crate::names::{pipeline_struct, unread_struct};
use crate::pipelines::Pipelines;
use crate::plan::{Executor, Inner, InnerId};
use crate::source::Files;
use crate::tree::{Callee, Pipeline};
use crate::wiring::Wiring;

/// One for each path, in order of first use, and where each path is.
pub(super) fn inner<'t>(
    wiring: &Wiring<'t>,
    order: &[usize],
    files: &Files,
) -> (Vec<Inner>, HashMap<&'t [String], InnerId>) {
    let (mut all, mut by_path) = (Vec::<Inner>::new(), HashMap::new());
    for &step in order {
        let step = &wiring.tree.steps[step];
        if let Callee::Block(block) = step.call {
            let block = &wiring.blocks[block];
            let (of_block, _) = inner(block, &super::order(block), files);
            let is_there = |one: &Inner| all.iter().any(|other| other.path == one.path);
            let new: Vec<_> = of_block.into_iter().filter(|one| !is_there(one)).collect();
            all.extend(new);
        }
        let Callee::Pipeline(path) = &step.call else {
            continue;
        };
        let line = files.line(path.span.file, path.span.start);
        let one = one(
            wiring,
            &path.value,
            wiring.all.run_by(wiring.tree, step),
            line,
        );
        // by another path it may be there already
        let there = all.iter().position(|other: &Inner| other.path == one.path);
        let place = there.unwrap_or_else(|| {
            all.push(one);
            all.len() - 1
        });
        by_path.insert(path.value.as_slice(), InnerId(place));
    }
    (all, by_path)
}

/// What is to be known of a pipeline at this path; of one that could not be read, nothing is.
fn one<'t>(wiring: &Wiring<'t>, path: &[String], tree: Option<&'t Pipeline>, line: usize) -> Inner {
    let own = wiring.tree;
    let found = wiring.all.find(&own.folders, path);
    let path = found.map_or_else(|| path.to_vec(), |found| found.path);
    let name = path.last().map_or("", String::as_str);
    let pipeline = tree.map_or_else(|| unread_struct(name), pipeline_struct);
    let folders = &path[..path.len().saturating_sub(1)];
    let is_common = |(one, other): &(&String, &String)| one == other;
    let common = own
        .folders
        .iter()
        .zip(folders)
        .take_while(is_common)
        .count();
    let declared = tree.into_iter().flat_map(|tree| &tree.metadata);
    let is_own = |name: &str| own.metadata.iter().any(|own| own.name.value == name);
    let handed = declared.filter(|one| is_own(&one.name.value));
    let limits = tree.map(|tree| wiring.all.limits(tree)).unwrap_or_default();
    Inner {
        up: own.folders.len() - common,
        down: path[common..]
            .iter()
            .map(|part| format_ident!("{part}"))
            .collect(),
        pipeline: format_ident!("{}", pipeline),
        line,
        bound: tree.map(|tree| bound(tree, wiring.all)).unwrap_or_default(),
        limits: limits.iter().map(|limit| ident(&limit.name)).collect(),
        path,
        gives: tree.is_some_and(|tree| tree.tail.is_some()),
        metadata: handed.map(|one| ident(&one.name)).collect(),
    }
}

/// The executors that a pipeline leaves to be bound, those of pipelines inside it among them. No pipeline
/// runs itself.
fn bound(tree: &Pipeline, all: &Pipelines<'_>) -> Vec<proc_macro2::Ident> {
    let mut names = Vec::new();
    let mut open = vec![tree];
    let mut seen = std::collections::HashSet::new();
    while let Some(tree) = open.pop() {
        if !seen.insert(std::ptr::from_ref(tree)) {
            continue;
        }
        let steps = tree.all_steps();
        let steps = steps.iter().map(|step| &step.executor);
        for executor in steps.chain([&tree.executor]).flatten() {
            if let Executor::Named(name) = executor {
                names.push(name.clone());
            }
        }
        let inner = tree.all_steps().into_iter();
        let inner = inner.filter_map(|step| all.run_by(tree, step));
        open.extend(inner);
    }
    names.sort();
    names.dedup();
    names
}
