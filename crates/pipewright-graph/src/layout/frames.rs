//! Which frames are drawn: those that hold something, and out of which no line leads that comes back.

use super::Layout;

/// Takes the other frames away; what they held lies in the frame around them.
pub(super) fn keep(layout: &mut Layout) {
    let mut below = vec![Vec::new(); layout.nodes.len()];
    for edge in &layout.edges {
        below[edge.from].push(edge.to);
    }
    let drawn: Vec<bool> = (0..layout.groups.len())
        .map(|group| {
            let inside: Vec<bool> = (0..layout.nodes.len())
                .map(|node| holds(layout, group, layout.nodes[node].group))
                .collect();
            let count = inside.iter().filter(|inside| **inside).count();
            count >= layout.groups[group].kind.fewest() && !comes_back(&inside, &below)
        })
        .collect();
    let mut places = vec![None; drawn.len()];
    let kept = (0..drawn.len()).filter(|&group| drawn[group]);
    for (place, group) in kept.enumerate() {
        places[group] = Some(place);
    }
    let parents: Vec<_> = layout.groups.iter().map(|group| group.parent).collect();
    let around = |mut group: Option<usize>| {
        while let Some(one) = group
            && !drawn[one]
        {
            group = parents[one];
        }
        group.and_then(|one| places[one])
    };
    layout
        .nodes
        .iter_mut()
        .for_each(|node| node.group = around(node.group));
    layout
        .groups
        .iter_mut()
        .for_each(|group| group.parent = around(group.parent));
    let mut kept = drawn.iter();
    layout.groups.retain(|_| kept.next() == Some(&true));
}

/// Whether `outer` is `inner`, or around it.
pub(super) fn holds(layout: &Layout, outer: usize, mut inner: Option<usize>) -> bool {
    while let Some(group) = inner {
        if group == outer {
            return true;
        }
        inner = layout.groups[group].parent;
    }
    false
}

fn comes_back(inside: &[bool], below: &[Vec<usize>]) -> bool {
    let mut seen = vec![false; inside.len()];
    let mut open: Vec<usize> = (0..inside.len()).filter(|&node| inside[node]).collect();
    while let Some(node) = open.pop() {
        for &next in &below[node] {
            if inside[next] && !inside[node] {
                return true;
            }
            if !inside[next] && !std::mem::replace(&mut seen[next], true) {
                open.push(next);
            }
        }
    }
    false
}
