//! What is counted of runs.

use std::future::IntoFuture;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider;
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData, ResourceMetrics};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, SdkMeterProvider};
use pipewright_otel::Metrics;

use crate::Order as Pipeline;
use crate::shop::{Order, Shop};

/// Keeps what is exported.
struct Exported {
    exporter: InMemoryMetricExporter,
    provider: SdkMeterProvider,
}

impl Exported {
    fn new() -> Self {
        let exporter = InMemoryMetricExporter::default();
        let provider = SdkMeterProvider::builder()
            .with_periodic_exporter(exporter.clone())
            .build();
        Self { exporter, provider }
    }

    fn shop(&self, most: u32) -> Pipeline<Shop> {
        let metrics = Metrics::new(&self.provider.meter("test"));
        let shop = Shop { most };
        Pipeline::builder().steps(shop).emit_to(metrics).build()
    }

    /// Every instrument's points: its attributes, and its sum, or the count of a histogram.
    fn points(&self, instrument: &str) -> Vec<String> {
        self.provider.force_flush().unwrap();
        let all = self.exporter.get_finished_metrics().unwrap();
        let last: &ResourceMetrics = all.last().unwrap();
        let metrics = last.scope_metrics().flat_map(|scope| scope.metrics());
        let metric = metrics.into_iter().find(|one| one.name() == instrument);
        let mut points: Vec<_> = match metric.unwrap().data() {
            AggregatedMetrics::U64(MetricData::Sum(sum)) => sum
                .data_points()
                .map(|point| told(point.attributes(), point.value()))
                .collect(),
            AggregatedMetrics::I64(MetricData::Sum(sum)) => sum
                .data_points()
                .map(|point| told(point.attributes(), point.value()))
                .collect(),
            AggregatedMetrics::F64(MetricData::Histogram(histogram)) => histogram
                .data_points()
                .map(|point| told(point.attributes(), point.count()))
                .collect(),
            other => panic!("{other:?}"),
        };
        points.sort();
        points
    }
}

fn told<'a>(attributes: impl Iterator<Item = &'a KeyValue>, value: impl ToString) -> String {
    let mut values: Vec<_> = attributes.map(|one| one.value.to_string()).collect();
    values.sort();
    format!("{} {}", values.join(" "), value.to_string())
}

fn order(unclear: u32) -> Order {
    let total = 1_030;
    Order { total, unclear }
}

#[tokio::test(start_paused = true)]
async fn runs_steps_elements_and_retries_are_counted() {
    let exported = Exported::new();
    let shop = exported.shop(5_000);
    shop.run(order(2), vec![1, 2, 3]).await.unwrap();
    let poor = exported.shop(1);
    poor.run(order(0), vec![1]).await.unwrap_err();

    let runs = ["err order 1", "err payment 1", "ok order 1", "ok payment 1"];
    assert_eq!(exported.points("pipewright.runs"), runs);
    assert_eq!(exported.points("pipewright.run.duration"), runs);
    assert_eq!(
        exported.points("pipewright.active_runs"),
        ["order 0", "payment 0"]
    );
    assert_eq!(
        exported.points("pipewright.step.retries"),
        ["order validate 2"]
    );
    assert_eq!(
        exported.points("pipewright.element.duration"),
        ["ok order pack 4"]
    );
    let steps = exported.points("pipewright.step.duration");
    assert!(steps.contains(&"charge err payment 1".into()), "{steps:?}");
    assert!(steps.contains(&"ok order validate 2".into()), "{steps:?}");
    // the second run has not shipped anything
    assert!(steps.contains(&"ok order ship 1".into()), "{steps:?}");
    let active = exported.points("pipewright.active_steps");
    assert!(active.iter().all(|one| one.ends_with(" 0")), "{active:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_on_its_way_is_known_and_forgotten_with_its_run() {
    let exported = Exported::new();
    let mut run = exported
        .shop(5_000)
        .run(order(0), vec![1_000])
        .into_future();
    let after = tokio::time::timeout(Duration::from_millis(10), &mut run);
    after.await.unwrap_err();
    assert_eq!(
        exported.points("pipewright.active_runs"),
        ["order 1", "payment 1"]
    );
    let active = exported.points("pipewright.active_steps");
    assert!(active.contains(&"charge payment 1".into()), "{active:?}");
    assert!(active.contains(&"order pack 1".into()), "{active:?}");
    assert!(active.contains(&"order validate 0".into()), "{active:?}");

    drop(run);
    let runs = exported.points("pipewright.active_runs");
    assert_eq!(runs, ["order 0", "payment 0"]);
    let active = exported.points("pipewright.active_steps");
    assert!(active.iter().all(|one| one.ends_with(" 0")), "{active:?}");
    assert!(
        exported
            .points("pipewright.runs")
            .contains(&"err order 1".into())
    );
}
