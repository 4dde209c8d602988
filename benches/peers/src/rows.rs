//! What is measured: each row of a table, over one topology and one kind of work.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use pipewright::{BoxError, Emitter, Emitters, Event, OutcomeKind};
use tracing::Instrument as _;

use crate::by_hand::{Graph, Plain, SameWork, Spans, by_readiness};
use crate::places::Job;
use crate::shape::{Pipeline as _, Shape};
use crate::work::{Add, Varied, Work};

/// The input of all runs.
pub const INPUT: u64 = 7;

/// A run of which nobody wants to know, in the caller's task.
pub const BARE: &str = "**pipewright**";
/// The spans of a pipeline, by hand.
const SPANS: &str = "by hand, spans, subscriber";

/// One way of running a topology.
pub struct Row {
    /// Its name in the table.
    pub name: &'static str,
    /// Somebody listens to its spans.
    pub listened: bool,
    /// Its future stays on the thread where it was first polled.
    pub stays: bool,
    /// Whether each run has to be prepared.
    pub prepared: bool,
    /// Prepares a run.
    pub prepare: Arc<dyn Fn() + Send + Sync>,
    /// So many runs, one after the other; the output of the last one.
    pub runs: Arc<dyn Fn(u32) -> Job<u64> + Send + Sync>,
}

/// The row that others are compared with, unless no step waits for another.
pub const JOINED: &str = "by hand, `join!`";
/// What they are compared with then, if steps only add.
pub const AWAITED: &str = "by hand, awaits";
/// What they are compared with then, otherwise.
pub const UNORDERED: &str = "`FuturesUnordered`";

/// All rows, for steps that only add.
pub fn adding<S: Shape>() -> Vec<Row> {
    let mut rows = ours::<S, Add>(&Add);
    rows.extend(by_hand::<S, Add>(&Add));
    rows.extend(same_work::<S>());
    rows.push(spans::<S>());
    rows.extend(crate::peers::rows::<S, Add>(&Add));
    rows
}

/// The rows for any other work. Reports, emitters and spans cost the same whatever a step does.
pub fn varied<S: Shape>(work: &Varied) -> Vec<Row> {
    let mut rows = ours::<S, Varied>(work);
    let is_told = |row: &Row| row.name.contains("report") || row.name.contains("emitter");
    rows.retain(|row| !is_told(row) && !row.listened);
    rows.extend(by_hand::<S, Varied>(work));
    rows.extend(crate::peers::rows::<S, Varied>(work));
    rows
}

fn ours<S: Shape, W: Work>(work: &W) -> Vec<Row> {
    let pipeline = S::Pipeline::with(work.clone());
    let bare = {
        let pipeline = pipeline.clone();
        move || {
            let pipeline = pipeline.clone();
            async move { pipeline.bare(INPUT).await.unwrap() }
        }
    };
    let reported = {
        let pipeline = pipeline.clone();
        move || {
            let pipeline = pipeline.clone();
            async move {
                let (output, report) = pipeline.reported(INPUT).await;
                assert_eq!(report.outcome, OutcomeKind::Ok);
                output.unwrap()
            }
        }
    };
    let read = {
        let pipeline = pipeline.clone();
        move || {
            let pipeline = pipeline.clone();
            async move {
                let (output, report) = pipeline.reported(INPUT).await;
                let ended_well = report.with_outcome(OutcomeKind::Ok);
                assert_eq!(ended_well.count(), S::PARENTS.len());
                output.unwrap()
            }
        }
    };
    let emitted = |emitters: Emitters| {
        let pipeline = pipeline.clone();
        move || {
            let (pipeline, emitters) = (pipeline.clone(), emitters.clone());
            async move { pipeline.emitted(INPUT, emitters).await.unwrap() }
        }
    };
    let (emitted, instant) = (emitted(counts().into()), emitted(Instant(counts()).into()));
    let spawned = move || {
        let pipeline = pipeline.clone();
        async move { pipeline.spawned(INPUT).await.unwrap() }
    };
    vec![
        row::<S, W, _>(BARE, work, bare.clone()),
        row::<S, W, _>("**pipewright**, report", work, reported.clone()),
        row::<S, W, _>("**pipewright**, report that is read", work, read),
        row::<S, W, _>("**pipewright**, emitter", work, emitted),
        row::<S, W, _>("**pipewright**, instant emitter", work, instant),
        row::<S, W, _>("**pipewright**, subscriber", work, bare).listened(),
        row::<S, W, _>("**pipewright**, report, subscriber", work, reported).listened(),
        row::<S, W, _>("**pipewright**, `Spawn`", work, spawned),
    ]
}

/// An emitter that only counts.
fn counts() -> impl Fn(&Event) + Send + Sync {
    let count = AtomicU64::new(0);
    move |_| {
        count.fetch_add(1, Relaxed);
    }
}

/// The same, called where things happen.
struct Instant<F>(F);

impl<F: Fn(&Event) + Send + Sync + 'static> Emitter for Instant<F> {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        (self.0)(event);
        Ok(())
    }

    fn is_instant(&self) -> bool {
        true
    }
}

fn by_hand<S: Shape, W: Work>(work: &W) -> Vec<Row> {
    let awaits = {
        let work = work.clone();
        move || {
            let calls = Plain(work.clone());
            async move { fine(S::awaits(&calls, INPUT).await) }
        }
    };
    let joined = {
        let work = work.clone();
        move || {
            let calls = Plain(work.clone());
            async move { fine(S::joined(&calls, INPUT).await) }
        }
    };
    let graph = Graph::new::<S>(work.clone());
    let spawned = move || by_readiness(Arc::clone(&graph), INPUT);
    let mut rows = vec![
        row::<S, W, _>(AWAITED, work, awaits),
        row::<S, W, _>(JOINED, work, joined),
        row::<S, W, _>("by hand, `tokio::spawn`", work, spawned),
    ];
    if is_independent::<S>() {
        let own = work.clone();
        let unordered = move || unordered::<S, W>(own.clone());
        rows.push(row::<S, W, _>(UNORDERED, work, unordered));
    }
    rows
}

fn same_work<S: Shape>() -> Vec<Row> {
    let same = || async {
        let run = SameWork::begin(Add, S::PARENTS.len());
        let output = S::joined(&run, INPUT).await.unwrap();
        assert_eq!(run.end().attempts.len(), S::PARENTS.len());
        output
    };
    vec![
        row::<S, Add, _>("by hand, the same work", &Add, same),
        row::<S, Add, _>("by hand, the same work, subscriber", &Add, same).listened(),
    ]
}

/// What `tracing` itself costs. Where no step waits for another they are awaited: a join of so many costs, too.
fn spans<S: Shape>() -> Row {
    let names: Arc<[String]> = (0..S::PARENTS.len())
        .map(|step| format!("s{step}"))
        .collect();
    let run = move || {
        let names = Arc::clone(&names);
        async move {
            let run = Spans::begin(Add, names);
            let span = run.span();
            let steps = async {
                match is_independent::<S>() {
                    true => fine(S::awaits(&run, INPUT).await),
                    false => fine(S::joined(&run, INPUT).await),
                }
            };
            let output = steps.instrument(span).await;
            run.end();
            output
        }
    };
    row::<S, Add, _>(SPANS, &Add, run).listened()
}

/// Whether no step waits for another.
pub fn is_independent<S: Shape>() -> bool {
    S::PARENTS.iter().all(|parents| parents.is_empty())
}

async fn unordered<S: Shape, W: Work>(work: W) -> u64 {
    let futures = (0..S::PARENTS.len()).map(|step| {
        let work = &work;
        async move { (step, work.work(INPUT).await) }
    });
    let mut futures: FuturesUnordered<_> = futures.collect();
    let mut output = 0;
    while let Some((step, value)) = futures.next().await {
        if step == S::PARENTS.len() - 1 {
            output = value;
        }
    }
    output
}

/// A row whose runs are the futures that `run` makes.
pub fn row<S: Shape, W: Work, F>(
    name: &'static str,
    work: &W,
    run: impl Fn() -> F + Clone + Send + Sync + 'static,
) -> Row
where
    F: Future<Output = u64> + Send + 'static,
{
    let work = work.clone();
    Row {
        name,
        listened: false,
        stays: false,
        prepared: work.is_prepared(),
        prepare: Arc::new(move || work.prepare(S::PARENTS.len())),
        runs: Arc::new(move |runs| {
            let run = run.clone();
            Box::pin(async move {
                let mut output = 0;
                for _ in 0..runs {
                    output = run().await;
                }
                output
            })
        }),
    }
}

impl Row {
    /// For a future that is not really `Send`.
    #[cfg(feature = "peers")]
    pub fn staying(self) -> Self {
        Self {
            stays: true,
            ..self
        }
    }

    fn listened(self) -> Self {
        Self {
            listened: true,
            ..self
        }
    }
}

fn fine(result: Result<u64, Infallible>) -> u64 {
    match result {
        Ok(value) => value,
    }
}
