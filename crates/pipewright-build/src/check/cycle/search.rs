//! Strongly connected components, and a shortest circle in each; without recursion, in linear time.

use std::collections::VecDeque;

use crate::wiring::Edge;

/// One circle for each group of steps that wait for each other: pairs of a step and the edge by which it
/// waits for the next one.
pub(super) fn cycles(parents: &[Vec<Edge>]) -> Vec<Vec<(usize, Edge)>> {
    let component = components(parents);
    let mut found = vec![false; parents.len()];
    let mut cycles = Vec::new();
    let mut scratch = vec![None; parents.len()];
    for step in 0..parents.len() {
        let closed = parents[step]
            .iter()
            .any(|edge| component[edge.parent] == component[step]);
        if closed && !std::mem::replace(&mut found[component[step]], true) {
            cycles.push(circle(step, parents, &component, &mut scratch));
        }
    }
    cycles
}

/// For each step the number of its component. Tarjan's algorithm.
fn components(parents: &[Vec<Edge>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = parents.len();
    let (mut index, mut low) = (vec![NEW; count], vec![0; count]);
    let (mut component, mut components) = (vec![NEW; count], 0);
    let (mut stack, mut next) = (Vec::new(), 0);
    for root in 0..count {
        if index[root] != NEW {
            continue;
        }
        let mut open = vec![(root, 0)];
        while let Some((step, edge)) = open.last_mut() {
            let step = *step;
            if *edge == 0 && index[step] == NEW {
                (index[step], low[step]) = (next, next);
                next += 1;
                stack.push(step);
            }
            if let Some(target) = parents[step].get(*edge).map(|edge| edge.parent) {
                *edge += 1;
                if index[target] == NEW {
                    open.push((target, 0));
                } else if component[target] == NEW {
                    low[step] = low[step].min(index[target]);
                }
                continue;
            }
            open.pop();
            if let Some(&(above, _)) = open.last() {
                low[above] = low[above].min(low[step]);
            }
            if low[step] == index[step] {
                while let Some(member) = stack.pop() {
                    component[member] = components;
                    if member == step {
                        break;
                    }
                }
                components += 1;
            }
        }
    }
    component
}

/// The shortest way from `start` back to itself within its component.
fn circle(
    start: usize,
    parents: &[Vec<Edge>],
    component: &[usize],
    came: &mut [Option<(usize, Edge)>],
) -> Vec<(usize, Edge)> {
    let mut queue = VecDeque::from([start]);
    'search: while let Some(step) = queue.pop_front() {
        for &edge in &parents[step] {
            if component[edge.parent] == component[start] && came[edge.parent].is_none() {
                came[edge.parent] = Some((step, edge));
                if edge.parent == start {
                    break 'search;
                }
                queue.push_back(edge.parent);
            }
        }
    }
    let mut circle = Vec::new();
    let mut at = start;
    while let Some((step, edge)) = came[at] {
        circle.push((step, edge));
        at = step;
        if at == start {
            break;
        }
    }
    circle.reverse();
    circle
}
