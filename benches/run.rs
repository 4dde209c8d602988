//! What a run costs beside what one would write by hand: a hundred steps that only add numbers, one after
//! the other, and a hundred side by side.
//!
//! `cargo bench` prints the time of a run; a hundredth of it is the price of a step.

#![allow(
    missing_docs,
    reason = "nobody but this benchmark uses what is public here"
)]

use std::convert::Infallible;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use pipewright::Context;
use tokio::runtime::{Builder, Runtime};

pipewright::include_pipelines!("bench/chain");
pipewright::include_pipelines!("bench/crowd");

struct Numbers;

impl chain::Steps for Numbers {
    async fn add(&self, _cx: &Context, v0: &u64) -> Result<u64, Infallible> {
        Ok(black_box(*v0) + 1)
    }
}

impl crowd::Steps for Numbers {
    async fn look(&self, _cx: &Context, start: &u64) -> Result<(), Infallible> {
        black_box(*start);
        Ok(())
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

fn one_after_the_other(c: &mut Criterion) {
    let (runtime, pipeline) = (runtime(), Chain::new(Numbers));
    let mut group = c.benchmark_group("chain");
    group.bench_function("by hand", |b| {
        b.to_async(&runtime).iter(|| async {
            let cx = Context::test();
            let mut value = 0;
            for _ in 0..100 {
                value = chain::Steps::add(&Numbers, &cx, &value).await?;
            }
            assert_eq!(value, 100);
            Ok::<_, Infallible>(())
        });
    });
    group.bench_function("bare", |b| {
        b.to_async(&runtime)
            .iter(|| async { assert_eq!(pipeline.run(0).await.unwrap(), 100) });
    });
    group.bench_function("with a report", |b| {
        b.to_async(&runtime).iter(|| async {
            assert_eq!(pipeline.run(0).with_report().await.output.unwrap(), 100)
        });
    });
    group.finish();
}

fn side_by_side(c: &mut Criterion) {
    let (runtime, pipeline) = (runtime(), Crowd::new(Numbers));
    let mut group = c.benchmark_group("crowd");
    group.bench_function("by hand", |b| {
        b.to_async(&runtime).iter(|| async {
            let cx = Context::test();
            for _ in 0..100 {
                crowd::Steps::look(&Numbers, &cx, &0).await?;
            }
            Ok::<_, Infallible>(())
        });
    });
    group.bench_function("bare", |b| {
        b.to_async(&runtime)
            .iter(|| async { pipeline.run(0).await.unwrap() });
    });
    group.bench_function("with a report", |b| {
        b.to_async(&runtime)
            .iter(|| async { pipeline.run(0).with_report().await.output.unwrap() });
    });
    group.finish();
}

criterion_group!(benches, one_after_the_other, side_by_side);
criterion_main!(benches);
