//! The order of the steps.

use crate::wiring::{Edge, Reason, Wiring};

/// Each step after all its parents, in the order in which a person would call them: what the output needs,
/// each thing just before it is read, then what runs beside that.
///
/// It follows from names and wires alone, so that the same pipeline gives the same code wherever its steps
/// stand in the description.
pub(super) fn canonical(wiring: &Wiring<'_>, parents: &[Vec<Edge>]) -> Vec<usize> {
    let ways: Vec<Vec<usize>> = parents.iter().map(|edges| way(wiring, edges)).collect();
    let mut seen = vec![false; ways.len()];
    let mut order = Vec::with_capacity(ways.len());
    for root in roots(wiring, &ways) {
        place(root, &ways, &mut seen, &mut order);
    }
    debug_assert_eq!(order.len(), ways.len(), "cycles are refused before this");
    order
}

/// The parents of a step: those that it names, in the order in which it does so, then those that it only
/// has to wait for.
fn way(wiring: &Wiring<'_>, edges: &[Edge]) -> Vec<usize> {
    let only_waits = |edge: &&Edge| matches!(edge.reason, Reason::Order { .. });
    let parents = |edges: Vec<&Edge>| edges.into_iter().map(|edge| edge.parent).collect();
    let (waits, named) = edges.iter().partition(only_waits);
    let mut way: Vec<usize> = parents(named);
    way.extend(sorted(wiring, parents(waits)));
    way
}

/// The step that produces the output, then all that nothing waits for.
fn roots(wiring: &Wiring<'_>, ways: &[Vec<usize>]) -> Vec<usize> {
    let mut waited_for = vec![false; ways.len()];
    for &parent in ways.iter().flatten() {
        waited_for[parent] = true;
    }
    let ends = (0..ways.len()).filter(|&step| !waited_for[step]).collect();
    let output = wiring
        .tail()
        .and_then(|read| wiring.values[read.value].step);
    output.into_iter().chain(sorted(wiring, ends)).collect()
}

fn sorted(wiring: &Wiring<'_>, mut steps: Vec<usize>) -> Vec<usize> {
    steps.sort_by_cached_key(|&step| natural(&wiring.step_name(step).value));
    steps
}

/// A key by which `step_9` comes before `step_10`: each number has its length before it.
fn natural(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 1);
    let mut rest = name;
    while let Some(at) = rest.find(|char: char| char.is_ascii_digit()) {
        let (text, number) = rest.split_at(at);
        let digits = number.len()
            - number
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        key.push_str(text);
        key.extend(char::from_u32(digits as u32));
        key.push_str(&number[..digits]);
        rest = &number[digits..];
    }
    key + rest
}

/// Places a step behind all that it waits for. Without recursion: chains are long.
fn place(root: usize, ways: &[Vec<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
    let mut open = Vec::new();
    let mut enter = |step: usize, open: &mut Vec<(usize, usize)>| {
        if !std::mem::replace(&mut seen[step], true) {
            open.push((step, 0));
        }
    };
    enter(root, &mut open);
    while let Some((step, next)) = open.last_mut() {
        match ways[*step].get(*next) {
            Some(&parent) => {
                *next += 1;
                enter(parent, &mut open);
            }
            None => {
                order.push(*step);
                open.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = [
            "s10", "s9b", "s9a", "s", "s9", "t1", "s10_2", "s10_10", "größe2",
        ];
        names.sort_by_key(|name| natural(name));
        let sorted = [
            "größe2", "s", "s9", "s9a", "s9b", "s10", "s10_2", "s10_10", "t1",
        ];
        assert_eq!(names, sorted);
    }
}
