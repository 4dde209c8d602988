//! The branches of the plan.

use super::step::guard_read;
use super::tail::as_tail;
use super::{Ids, ident, line};
use crate::plan::{Branch, Decision, Test, Way};
use crate::source::Files;
use crate::tree;
use crate::wiring::{self, Wiring};

pub(super) fn branches(wiring: &Wiring<'_>, ids: &Ids, files: &Files) -> Vec<Branch> {
    let branches = wiring.tree.branches.iter().zip(&wiring.branches);
    branches
        .map(|(tree, wired)| branch(tree, wired, ids, files))
        .collect()
}

fn branch(tree: &tree::Branch, wired: &wiring::Branch, ids: &Ids, files: &Files) -> Branch {
    let span = tree.on.as_ref().map(|on| on.places.whole);
    let first = tree.ways.first().map(|way| way.span);
    let reads = wired.reads.iter();
    let ways = tree.ways.iter().zip(&wired.ways);
    Branch {
        value: ident(&tree.value),
        text: tree.on.as_ref().map(|on| on.text.clone()),
        decision: match &wired.on {
            Some(on) => Decision::Match(Box::new(on.clone())),
            None if matches!(wired.ways.first(), Some(Test::Entry)) => Decision::Entry,
            None => Decision::If,
        },
        reads: reads
            .map(|(value, reading, _)| guard_read(ids, *value, reading))
            .collect(),
        within: tree.within.last().copied(),
        line: line(files, span.or(first).unwrap_or(tree.value.span)),
        ways: ways
            .map(|(tree, test)| Way {
                text: tree.text.clone(),
                line: line(files, tree.span),
                test: match test {
                    Test::If(condition) => Test::If(Box::new(as_tail(condition))),
                    other => other.clone(),
                },
            })
            .collect(),
    }
}
