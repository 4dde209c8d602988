//! All pipelines of a folder: which of them runs which.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet, VecDeque};

use crate::tree::{Callee, Entry, Limit, Pipeline, Step, Typed};

/// The pipelines that were read, and the names of the others.
#[derive(Default)]
pub(crate) struct Pipelines<'t> {
    trees: Vec<&'t Pipeline>,
    by_path: BTreeMap<String, Option<&'t Pipeline>>,
    /// Those that others run, once somebody has asked.
    run: OnceCell<HashSet<*const Pipeline>>,
}

/// What a step runs.
#[derive(Clone)]
pub(crate) struct Found<'t> {
    /// The path of the pipeline from the top.
    pub(crate) path: Vec<String>,
    pub(crate) known: Known<'t>,
    /// The entry with which its run begins, if the path says one.
    pub(crate) entry: Option<&'t Entry>,
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

    /// The pipeline at a path that one in these folders runs, or whose entry the path says: the nearest one, in
    /// the same folder or in one above it.
    pub(crate) fn find(&self, from: &[String], path: &[String]) -> Option<Found<'t>> {
        (0..=from.len()).rev().find_map(|depth| {
            let full = [&from[..depth], path].concat();
            self.at(&full).or_else(|| {
                let (name, full) = full.split_last()?;
                let found = self.at(full)?;
                let Known::Tree(tree) = found.known else {
                    return Some(found);
                };
                let entry = tree.entries.iter().find(|entry| entry.name.value == *name);
                entry.map(|entry| Found {
                    entry: Some(entry),
                    ..found
                })
            })
        })
    }

    fn at(&self, path: &[String]) -> Option<Found<'t>> {
        let found = self.by_path.get(&path.join("::"))?;
        Some(Found {
            path: path.to_vec(),
            known: found.map_or(Known::Unread, Known::Tree),
            entry: None,
        })
    }

    /// The pipeline that a step of another one runs, if it runs one that was read.
    pub(crate) fn run_by(&self, tree: &Pipeline, step: &Step) -> Option<&'t Pipeline> {
        self.begun_by(tree, step).map(|(pipeline, _)| pipeline)
    }

    /// The same, and the entry with which the run begins.
    pub(crate) fn begun_by(
        &self,
        tree: &Pipeline,
        step: &Step,
    ) -> Option<(&'t Pipeline, Option<&'t Entry>)> {
        let Callee::Pipeline(path) = &step.call else {
            return None;
        };
        let found = self.find(&tree.folders, &path.value)?;
        match found.known {
            Known::Tree(tree) => Some((tree, found.entry)),
            Known::Unread => None,
        }
    }

    /// Whether another pipeline runs this one.
    pub(crate) fn is_run(&self, tree: &Pipeline) -> bool {
        let run = self.run.get_or_init(|| {
            let steps = self.trees.iter().flat_map(|tree| {
                let steps = tree.all_steps().into_iter();
                steps.filter_map(|step| self.run_by(tree, step))
            });
            steps.map(std::ptr::from_ref).collect()
        });
        run.contains(&std::ptr::from_ref(tree))
    }

    /// The limits that runs of a pipeline share, by name: its own, and those of the pipelines inside it. Of two with
    /// one name it is the outer one.
    pub(crate) fn limits(&self, tree: &'t Pipeline) -> Vec<&'t Limit> {
        let (mut limits, mut seen) = (BTreeMap::new(), HashSet::new());
        let mut open = VecDeque::from([tree]);
        while let Some(tree) = open.pop_front() {
            if !seen.insert(std::ptr::from_ref(tree)) {
                continue;
            }
            for limit in &tree.limits {
                limits.entry(&limit.name.value).or_insert(limit);
            }
            let inner = tree.all_steps().into_iter();
            open.extend(inner.filter_map(|step| self.run_by(tree, step)));
        }
        limits.into_values().collect()
    }

    /// What all are called by one in these folders: `billing::invoice`.
    pub(crate) fn paths<'p>(&'p self, from: &[String]) -> impl Iterator<Item = &'p str> {
        let own = path(from, "");
        self.by_path
            .keys()
            .map(move |path| path.strip_prefix(&own).unwrap_or(path))
    }
}

impl Pipeline {
    /// What a run that begins with this entry is given.
    pub(crate) fn inputs_of(&self, entry: Option<&Entry>) -> Vec<&Typed> {
        let is_of = |input: &&Typed| {
            let mut entries = self.entries.iter();
            let owner = entries.find(|entry| entry.inputs.contains(&input.name.value));
            owner.is_none_or(|owner| entry.is_some_and(|entry| entry.arm == owner.arm))
        };
        self.inputs.iter().filter(is_of).collect()
    }
}

/// What one in these folders is called by all: `billing::invoice`.
pub(crate) fn path(folders: &[String], name: &str) -> String {
    let mut path = folders.join("::");
    if !path.is_empty() {
        path.push_str("::");
    }
    path + name
}
