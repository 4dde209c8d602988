//! Real task graphs, from a folder of JSON files: `{"nodes": [{"id", "parents"}]}`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::topology::Topology;

/// All graphs in `folder` that have no cycle.
pub fn read(folder: &Path) -> Vec<Topology> {
    let entries = folder
        .read_dir()
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files.iter().filter_map(|file| graph(file)).collect()
}

fn graph(file: &Path) -> Option<Topology> {
    let text = fs::read_to_string(file).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let nodes: BTreeMap<&str, Vec<&str>> = json["nodes"].as_array()?.iter().map(node).collect();
    Some(Topology {
        name: file.file_stem()?.to_string_lossy().to_lowercase(),
        parents: in_order(&nodes)?,
    })
}

fn node(node: &Value) -> (&str, Vec<&str>) {
    let parents = node["parents"].as_array().unwrap().iter();
    let mut parents: Vec<&str> = parents.map(|parent| parent.as_str().unwrap()).collect();
    parents.sort_unstable();
    parents.dedup();
    (node["id"].as_str().unwrap(), parents)
}

/// The parents of each node by number, each node after its parents; `None` if there is a cycle.
fn in_order(nodes: &BTreeMap<&str, Vec<&str>>) -> Option<Vec<Vec<usize>>> {
    let mut numbers = BTreeMap::new();
    let mut parents = Vec::new();
    let mut left: BTreeSet<&str> = nodes.keys().copied().collect();
    while !left.is_empty() {
        let known = |node: &&str| {
            nodes[node]
                .iter()
                .all(|parent| numbers.contains_key(parent))
        };
        let ready: Vec<&str> = left.iter().copied().filter(known).collect();
        if ready.is_empty() {
            return None;
        }
        for node in ready {
            parents.push(nodes[node].iter().map(|parent| numbers[parent]).collect());
            numbers.insert(node, numbers.len());
            left.remove(node);
        }
    }
    Some(parents)
}
