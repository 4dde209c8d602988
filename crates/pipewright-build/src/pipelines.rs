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

    /// The pipeline at a path that one in these folders runs, and its path from the top: the nearest one, in
    /// the same folder or in one above it.
    pub(crate) fn find(
        &self,
        from: &[String],
        path: &[String],
    ) -> Option<(Vec<String>, Known<'t>)> {
        (0..=from.len()).rev().find_map(|depth| {
            let full = [&from[..depth], path].concat();
            let found = self.by_path.get(&full.join("::"))?;
            Some((full, found.map_or(Known::Unread, Known::Tree)))
        })
    }

    /// The pipeline that a step of another one runs, if it runs one that was read.
    pub(crate) fn run_by(&self, tree: &Pipeline, step: &Step) -> Option<&'t Pipeline> {
        let Callee::Pipeline(path) = &step.call else {
            return None;
        };
        match self.find(&tree.folders, &path.value)?.1 {
            Known::Tree(tree) => Some(tree),
            Known::Unread => None,
        }
    }

    /// What all are called by one in these folders: `billing::invoice`.
    pub(crate) fn paths<'p>(&'p self, from: &[String]) -> impl Iterator<Item = &'p str> {
        let own = path(from, "");
        self.by_path
            .keys()
            .map(move |path| path.strip_prefix(&own).unwrap_or(path))
    }
}

fn path(folders: &[String], name: &str) -> String {
    let mut path = folders.join("::");
    if !path.is_empty() {
        path.push_str("::");
    }
    path + name
}
