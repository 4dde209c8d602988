//! All pipelines of a folder: which of them runs which.

use std::collections::BTreeMap;

use crate::tree::{Callee, Pipeline, Step};

/// The pipelines that were read, and the names of the others.
#[derive(Default)]
pub(crate) struct Pipelines<'t> {
    trees: Vec<&'t Pipeline>,
    by_path: BTreeMap<String, Option<&'t Pipeline>>,
}

/// What stands behind the name of a pipeline.
#[derive(Clone, Copy)]
pub(crate) enum Known<'t> {
    Tree(&'t Pipeline),
    /// It could not be read, and that has been reported.
    Unread,
}

impl<'t> Pipelines<'t> {
    pub(crate) fn add(&mut self, tree: &'t Pipeline) {
        self.trees.push(tree);
        let path = path(&tree.folders, &tree.name.value);
        self.by_path.entry(path).or_insert(Some(tree));
    }

    /// Adds one of which only the name is known.
    pub(crate) fn add_unread(&mut self, folders: &[String], name: &str) {
        self.by_path.entry(path(folders, name)).or_insert(None);
    }

    /// Those that were read, in the order of the files.
    pub(crate) fn trees(&self) -> &[&'t Pipeline] {
        &self.trees
    }

    pub(crate) fn get(&self, path: &[String]) -> Option<Known<'t>> {
        let found = self.by_path.get(&path.join("::"))?;
        Some(found.map_or(Known::Unread, Known::Tree))
    }

    /// The pipeline that a step runs, if it runs one that was read.
    pub(crate) fn run_by(&self, step: &Step) -> Option<&'t Pipeline> {
        let Callee::Pipeline(path) = &step.call else {
            return None;
        };
        match self.get(&path.value)? {
            Known::Tree(tree) => Some(tree),
            Known::Unread => None,
        }
    }

    /// The paths of all, sorted: `billing::invoice`.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }
}

fn path(folders: &[String], name: &str) -> String {
    let mut path = folders.join("::");
    if !path.is_empty() {
        path.push_str("::");
    }
    path + name
}
