//! dagrs: each step is a task, and each wire a channel. A graph has to be made for each run.

use std::sync::Arc;

use async_trait::async_trait;
use dagrs::{
    Action, Content, DefaultNode, EnvVar, Graph, InChannels, Node, NodeTable, OutChannels, Output,
};

use crate::rows::{INPUT, Row};
use crate::shape::{Shape, sum};
use crate::work::Work;

struct Step<W> {
    work: W,
    first: bool,
}

#[async_trait]
impl<W: Work> Action for Step<W> {
    async fn run(
        &self,
        inputs: &mut InChannels,
        outputs: &mut OutChannels,
        _: Arc<EnvVar>,
    ) -> Output {
        let value = |input: Result<Content, _>| *input.ok().unwrap().into_inner::<u64>().unwrap();
        let input = match self.first {
            true => INPUT,
            false => sum(inputs.map(value).await),
        };
        let output = Content::new(self.work.work(input).await);
        outputs.broadcast(output.clone()).await;
        Output::Out(Some(output))
    }
}

pub(super) fn row<S: Shape, W: Work>(work: &W) -> Option<Row> {
    let own = work.clone();
    let run = move || run::<S, W>(own.clone());
    Some(crate::rows::row::<S, W, _>("dagrs", work, run))
}

async fn run<S: Shape, W: Work>(work: W) -> u64 {
    let mut table = NodeTable::default();
    let mut graph = Graph::new();
    let mut steps = Vec::with_capacity(S::PARENTS.len());
    let mut children = vec![Vec::new(); S::PARENTS.len()];
    for (step, parents) in S::PARENTS.iter().enumerate() {
        let action = Step {
            work: work.clone(),
            first: parents.is_empty(),
        };
        let node = DefaultNode::with_action(format!("s{step}"), action, &mut table);
        steps.push(node.id());
        for &parent in *parents {
            children[parent].push(node.id());
        }
        graph.add_node(node).unwrap();
    }
    for (step, children) in children.into_iter().enumerate() {
        if !children.is_empty() {
            graph.add_edge(steps[step], children).unwrap();
        }
    }
    graph.set_env(EnvVar::new(table));
    graph.async_start().await.unwrap();
    let output = graph.get_results::<u64>().remove(&steps[steps.len() - 1]);
    *output.flatten().unwrap()
}
