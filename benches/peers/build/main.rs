//! Writes, for each topology, a module with its pipeline and with the code that one would write by hand; and what
//! has to do with many items.

mod by_hand;
mod graphs;
mod items;
mod pipeline;
mod topology;

use std::path::PathBuf;
use std::{env, fs};

use pipewright_build::{File, compile_files};

use topology::Topology;

/// The folder of real graphs, if there is one.
const GRAPHS: &str = "PIPEWRIGHT_GRAPHS";

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed={GRAPHS}");
    let standard = [
        topology::chain(100),
        topology::fan(100),
        topology::diamonds(25),
        topology::independent("independent", 1_000),
        topology::layered(10, 20),
    ];
    let count = match env::var_os("CARGO_FEATURE_MANY") {
        Some(_) => 10_000,
        None => 100,
    };
    let many = [topology::independent("many", count)];
    let graphs = env::var_os(GRAPHS).map_or_else(Vec::new, |folder| graphs::read(folder.as_ref()));
    let code = module(&standard)
        + &module(&many)
        + &module(&graphs)
        + &visits("standard", &standard)
        + &visits("independent", &standard[3..4])
        + &visits("many", &many)
        + &visits("graphs", &graphs);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    fs::write(out.join("topologies.rs"), code).unwrap();
    fs::write(out.join("items.rs"), items::code()).unwrap();
}

/// A module for each topology.
fn module(topologies: &[Topology]) -> String {
    let description = |topology: &Topology| {
        let path = format!("{}.toml", topology.name);
        File::new(path, pipeline::description(topology))
    };
    let files: Vec<File> = topologies.iter().map(description).collect();
    let compiled = compile_files(&files);
    assert!(compiled.broken.is_empty(), "{:?}", compiled.diagnostics);
    let pipelines = topologies.iter().map(|topology| {
        let same = |output: &&pipewright_build::Output| output.name == topology.name;
        (
            topology,
            &compiled.pipelines.iter().find(same).unwrap().code,
        )
    });
    pipelines
        .map(|(topology, code)| one(topology, code))
        .collect()
}

fn one(topology: &Topology, generated: &str) -> String {
    let name = &topology.name;
    let pipeline = pascal(name);
    let parents: String = topology
        .parents
        .iter()
        .map(|parents| format!("&{parents:?}, "))
        .collect();
    format!(
        "mod {name} {{
            use super::*;
            {generated}
            {steps}
            {access}
            {parts}
            pub struct Shape;
            impl super::Shape for Shape {{
                const NAME: &'static str = {name:?};
                const PARENTS: &'static [&'static [usize]] = &[{parents}];
                type Pipeline<W: Work> = {pipeline}<Steps<W>>;
                {functions}
            }}
        }}\n",
        steps = pipeline::steps(topology),
        access = pipeline::access(&pipeline),
        parts = by_hand::parts(topology),
        functions = by_hand::functions(topology),
    )
}

/// A function that shows some topologies to a visitor.
fn visits(name: &str, topologies: &[Topology]) -> String {
    let visits = topologies
        .iter()
        .map(|topology| format!("visitor.visit::<{}::Shape>();\n", topology.name));
    format!(
        "/// Shows some topologies to `visitor`.\npub fn {name}(visitor: &mut impl Visitor) {{\n{}}}\n",
        visits.collect::<String>()
    )
}

fn pascal(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let (first, rest) = word.split_at(1.min(word.len()));
        first.to_uppercase() + rest
    });
    words.collect()
}
