//! The wiring that a report carries, so that it can be drawn wherever it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use pipewright_graph::Graph;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::report::Report;

/// The graph of one pipeline.
#[derive(Clone, Debug)]
pub(crate) enum Wiring {
    /// As this program has it.
    Here(&'static Graph),
    /// As it was read, for all reports that were read with it.
    Read(Arc<Graph>),
}

impl Deref for Wiring {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        match self {
            Self::Here(graph) => graph,
            Self::Read(graph) => graph,
        }
    }
}

impl Serialize for Wiring {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Wiring {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Graph::deserialize(deserializer).map(|graph| Self::Read(Arc::new(graph)))
    }
}

/// The graph of each pipeline of a report, by its definition: however many runs of one there are, it stands there
/// once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Graphs(BTreeMap<Cow<'static, str>, Wiring>);

impl Graphs {
    pub(crate) fn one(definition: Cow<'static, str>, graph: &'static Graph) -> Self {
        Self(BTreeMap::from([(definition, Wiring::Here(graph))]))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Has those of another report too, which then has none.
    pub(crate) fn take(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }

    /// Gives a report, and those inside it, the graphs of their pipelines.
    pub(crate) fn hand_to(&self, report: &mut Report) {
        report.graph = self.0.get(&report.definition).cloned();
        let steps = report.steps.iter_mut();
        let attempts = steps.flat_map(|step| {
            let elements = step.elements.iter_mut();
            let of_elements = elements.flat_map(|element| element.attempts.iter_mut());
            step.attempts.iter_mut().chain(of_elements)
        });
        for inner in attempts.filter_map(|attempt| attempt.run.as_deref_mut()) {
            self.hand_to(inner);
        }
    }
}
