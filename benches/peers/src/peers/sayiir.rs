//! sayiir: a chain of steps and of forks that are joined again; each value is encoded and decoded. The
//! workflow is made once.

use std::ops::Range;
use std::sync::Arc;

use futures::future::BoxFuture;
use sayiir_core::codec::{Decoder as _, Encoder as _};
use sayiir_core::context::WorkflowContext;
use sayiir_core::error::BoxError;
use sayiir_core::task::BranchOutputs;
use sayiir_core::workflow::{Workflow, WorkflowBuilder, WorkflowContinuation};
use sayiir_runtime::execute_continuation_async;
use sayiir_runtime::serialization::JsonCodec;

use crate::rows::{INPUT, Row};
use crate::shape::Shape;
use crate::work::Work;

type Built = WorkflowBuilder<JsonCodec, u64, u64, (), WorkflowContinuation>;

pub(super) fn row<S: Shape, W: Work>(work: &W) -> Option<Row> {
    let workflow = Arc::new(workflow::<S, W>(work)?);
    let run = move || {
        let workflow = Arc::clone(&workflow);
        async move {
            let codec = workflow.context().codec.clone();
            let input = codec.encode(&INPUT).unwrap();
            let output = execute_continuation_async(workflow.continuation(), input, &codec).await;
            codec.decode::<u64>(output.unwrap()).unwrap()
        }
    };
    Some(crate::rows::row::<S, W, _>("sayiir", work, run))
}

/// The workflow, if the topology is one step after the other, or several between two.
fn workflow<S: Shape, W: Work>(work: &W) -> Option<Workflow<JsonCodec, u64>> {
    let context = WorkflowContext::new("workflow", Arc::new(JsonCodec), Arc::new(()));
    let mut built = WorkflowBuilder::new(context).then("s0", step(work));
    let mut last = 0;
    while last + 1 < S::PARENTS.len() {
        let forked = S::PARENTS[last + 1..]
            .iter()
            .take_while(|parents| **parents == [last]);
        let (first, count) = (last + 1, forked.count());
        last = match count {
            0 => return None,
            1 => {
                built = built.then(&format!("s{first}"), step(work));
                first
            }
            _ => {
                let join = first + count;
                if !S::PARENTS.get(join)?.iter().copied().eq(first..join) {
                    return None;
                }
                built = fork(built, first..join, work);
                join
            }
        };
    }
    built.build().ok()
}

fn fork<W: Work>(built: Built, steps: Range<usize>, work: &W) -> Built {
    let mut fork = built.fork();
    for branch in steps.clone() {
        fork = fork.branch(&format!("s{branch}"), step(work));
    }
    let (join, work) = (format!("s{}", steps.end), work.clone());
    fork.join(&join, move |outputs: BranchOutputs<JsonCodec>| {
        let (steps, work) = (steps.clone(), work.clone());
        async move {
            let mut sum = 0_u64;
            for branch in steps {
                sum = sum.wrapping_add(outputs.get_by_id(&format!("s{branch}"))?);
            }
            Ok(work.work(sum).await)
        }
    })
}

fn step<W: Work>(
    work: &W,
) -> impl Fn(u64) -> BoxFuture<'static, Result<u64, BoxError>> + Send + Sync + use<W> {
    let work = work.clone();
    move |input| {
        let work = work.clone();
        Box::pin(async move { Ok(work.work(input).await) })
    }
}
