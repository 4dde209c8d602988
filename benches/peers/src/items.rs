//! Many items: a map beside `buffered`, and a queue beside a loop over a `VecDeque`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream;
use pipewright::{Context, Outcome};
use tokio::task::yield_now;

use crate::measure::Bench;
use crate::places::Place;
use crate::rows::Row;
use crate::suite::shown;
use crate::table::Table;

/// What the build script has written.
#[allow(clippy::all, unused, reason = "it is as a generator writes it")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/items.rs"));
}

use generated::{Elements, Payloads, elements, payloads};

const MANY: u64 = 1_000_000;
const CONCURRENCY: usize = 64;
const OURS: &str = "**pipewright**";
const BUFFERED: &str = "`buffered(64)`";
const LOOP: &str = "a loop over a `VecDeque`";

/// What is done with an item: it is added to, and may wait for its next turn first.
#[derive(Clone, Copy)]
struct Work {
    yields: bool,
}

impl Work {
    async fn done(self, item: u64) -> u64 {
        if self.yields {
            yield_now().await;
        }
        item.wrapping_add(1)
    }
}

impl elements::Steps for Work {
    async fn work(&self, _: &Context, item: u64) -> Result<u64, Infallible> {
        Ok(self.done(item).await)
    }
}

impl payloads::Steps for Work {
    async fn load(&self, _: &Context, _: &u64) -> Result<(), Infallible> {
        Ok(())
    }

    fn after_load(
        &self,
        _: &Context,
        _: &mut u64,
        count: u64,
        _: Outcome<(), Infallible>,
        queue: &mut payloads::AfterLoad,
    ) -> Result<(), Infallible> {
        (0..count).for_each(|item| queue.work(item));
        Ok(())
    }

    async fn work(&self, _: &Context, item: &u64) -> Result<u64, Infallible> {
        Ok(self.done(*item).await)
    }

    fn after_work(
        &self,
        _: &Context,
        sum: &mut u64,
        _: u64,
        outcome: Outcome<u64, Infallible>,
    ) -> Result<(), Infallible> {
        *sum = sum.wrapping_add(*outcome.ok().unwrap());
        Ok(())
    }
}

/// Measures what has the words of `filter`, and prints two tables for each kind.
pub fn run(bench: &Bench, smoke: bool, filter: &str) {
    let many = if smoke { MANY / 100 } else { MANY };
    for (kind, what) in [
        (Kind::Map, "A map of many elements, 64 at once"),
        (Kind::Queue, "A queue of many payloads"),
    ] {
        let mut times = Table::new("ns an item");
        let mut bytes = Table::new("bytes at most, without results and queue");
        for (name, yields) in [("adds", false), ("yields, and adds", true)] {
            let rows = |count| {
                let mut rows = Vec::from(kind.rows(Work { yields }, count));
                rows.retain(|row| {
                    let mut words = filter.split_whitespace();
                    words.all(|word| {
                        [what, name, row.name]
                            .iter()
                            .any(|text| text.contains(word))
                    })
                });
                rows
            };
            let all = rows(many);
            if all.is_empty() {
                continue;
            }
            for row in &all {
                assert_eq!(bench.output(Place::OneThread, row), many * (many + 1) / 2);
            }
            let names = || all.iter().map(|row| row.name);
            let by_hand = all.iter().position(|row| row.name != OURS);
            let measured = bench.times(Place::OneThread, &all);
            let cells = shown(&measured, by_hand, 1e9 / many as f64);
            times.column(format!("{many}, each {name}"), names().zip(cells).collect());
            for count in [many / 10, many] {
                let beyond = |row: &Row| {
                    let peak = bench.usage(Place::OneThread, row).peak;
                    (peak - kind.own(count)).to_string()
                };
                let cells = rows(count).iter().map(beyond).collect::<Vec<_>>();
                bytes.column(
                    format!("{count}, each {name}"),
                    names().zip(cells).collect(),
                );
            }
        }
        if !times.is_empty() {
            println!("### {what}: current-thread runtime\n\n{times}\n{bytes}");
        }
    }
}

/// What is done with many items.
#[derive(Clone, Copy)]
enum Kind {
    Map,
    Queue,
}

impl Kind {
    /// Ours, and by hand.
    fn rows(self, work: Work, count: u64) -> [Row; 2] {
        match self {
            Self::Map => [
                row(OURS, move || async move {
                    sum(Elements::new(work).run(0..count).await.unwrap())
                }),
                row(BUFFERED, move || async move {
                    let items = stream::iter(0..count).map(|item| work.done(item));
                    sum(items.buffered(CONCURRENCY).collect::<Vec<_>>().await)
                }),
            ],
            Self::Queue => [
                row(OURS, move || async move {
                    Payloads::new(work).run(count, 0).await.unwrap()
                }),
                row(LOOP, move || by_hand(work, count)),
            ],
        }
    }

    /// The bytes of the results, or of the queue with a step and its payload for each; both grow by doubling.
    fn own(self, count: u64) -> i64 {
        let each = match self {
            Self::Map => 8,
            Self::Queue => 16,
        };
        i64::try_from(count.next_power_of_two() * each).unwrap()
    }
}

fn sum(all: Vec<u64>) -> u64 {
    all.into_iter().fold(0, u64::wrapping_add)
}

/// A step in a queue, with its payload.
enum Item {
    Load(u64),
    Work(u64),
}

async fn by_hand(work: Work, count: u64) -> u64 {
    let (mut queue, mut sum) = (VecDeque::from([Item::Load(count)]), 0_u64);
    while let Some(item) = queue.pop_front() {
        match item {
            Item::Load(count) => (0..count).for_each(|item| queue.push_back(Item::Work(item))),
            Item::Work(item) => sum = sum.wrapping_add(work.done(item).await),
        }
    }
    sum
}

fn row<F>(name: &'static str, run: impl Fn() -> F + Copy + Send + Sync + 'static) -> Row
where
    F: Future<Output = u64> + Send + 'static,
{
    Row {
        name,
        listened: false,
        stays: false,
        prepared: false,
        prepare: Arc::new(|| {}),
        runs: Arc::new(move |runs| {
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
