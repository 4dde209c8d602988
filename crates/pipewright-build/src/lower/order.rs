//! The order of the steps.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::wiring::Edge;

/// Each step after all its parents; among those that could come next, the first of the description.
pub(super) fn topological(parents: &[Vec<Edge>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = parents.iter().map(Vec::len).collect();
    let mut children = vec![Vec::new(); parents.len()];
    for (step, edges) in parents.iter().enumerate() {
        for edge in edges {
            children[edge.parent].push(step);
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> = (0..parents.len())
        .filter(|&step| waiting[step] == 0)
        .map(Reverse)
        .collect();
    let mut order = Vec::with_capacity(parents.len());
    while let Some(Reverse(step)) = ready.pop() {
        order.push(step);
        for &child in &children[step] {
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push(Reverse(child));
            }
        }
    }
    debug_assert_eq!(order.len(), parents.len(), "cycles are refused before this");
    order
}
