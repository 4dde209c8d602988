//! What is true of every pipeline: random ones, written down in random orders.

mod model;

use std::collections::BTreeSet;

use pipewright_build::{Diagnostics, Output, compile_str};
use pipewright_graph::{Graph, Source, Target};
use proptest::prelude::*;

use model::{Model, Shuffle};

fn compile(model: &Model, shuffle: &Shuffle) -> Result<Output, Diagnostics> {
    compile_str("pipelines/random.toml", &model.text(shuffle))
}

/// Generated code without what says where things are described.
fn without_places(code: &str) -> String {
    let is_place = |line: &&str| !line.contains("pipelines/random.toml:");
    code.lines().filter(is_place).collect::<Vec<_>>().join("\n")
}

fn codes(diagnostics: &Diagnostics) -> BTreeSet<&str> {
    diagnostics.iter().map(|found| found.code()).collect()
}

/// The first wire that leads from a step to an earlier one.
fn backwards(graph: &Graph) -> Option<&pipewright_graph::Wire> {
    graph.wires.iter().find(|wire| match (wire.from, wire.to) {
        (Source::Step(from), Target::Step(to)) => from.0 >= to.0,
        _ => false,
    })
}

/// `PROPTEST_CASES=5000` looks harder.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").map_or(40, |_| given.cases),
        failure_persistence: None,
        ..given
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn shuffled_declarations_give_the_same_code(
        model in model::acyclic(),
        first in model::shuffle(),
        second in model::shuffle(),
    ) {
        let (first, second) = (compile(&model, &first), compile(&model, &second));
        match (first, second) {
            (Ok(first), Ok(second)) => {
                prop_assert_eq!(without_places(&first.code), without_places(&second.code));
                prop_assert_eq!(first.graph.mermaid(), second.graph.mermaid());
                prop_assert_eq!(first.graph.svg(), second.graph.svg());
                prop_assert!(backwards(&first.graph).is_none(), "{}", first.code);
                prop_assert!(syn::parse_file(&first.code).is_ok(), "{}", first.code);
            }
            (Err(first), Err(second)) => prop_assert_eq!(codes(&first), codes(&second)),
            (Ok(_), Err(found)) | (Err(found), Ok(_)) => prop_assert!(false, "{found}"),
        }
    }

    #[test]
    fn cycles_are_found(model in model::wired(), shuffle in model::shuffle()) {
        let found = match compile(&model, &shuffle) {
            Ok(_) => false,
            Err(found) => codes(&found).contains("PW0010"),
        };
        // a mistake in names or types keeps cycles from being looked for
        prop_assert_eq!(found, model.has_cycle(), "{}", model.text(&shuffle));
    }
}

/// Most random pipelines have no mistake; otherwise little would be tested.
#[test]
fn most_compile() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let good = (0..100).filter(|_| {
        let model = model::acyclic().new_tree(&mut runner).unwrap().current();
        compile(&model, &Shuffle::default()).is_ok()
    });
    assert!(good.count() > 70);
}
