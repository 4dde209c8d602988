//! What is to be counted of runs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::metrics::{Counter, Histogram, Meter, UpDownCounter};
use opentelemetry::{KeyValue, StringValue};
use pipewright::{BoxError, Emitter, Event, EventKind, OutcomeKind, RunId};

/// The upper bounds of what durations are sorted into, in seconds.
const BOUNDS: [f64; 16] = [
    0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
];

/// An emitter that counts what happens, by the metrics of OpenTelemetry.
///
/// | instrument | kind | unit | attributes |
/// |---|---|---|---|
/// | `pipewright.runs` | counter | `{run}` | pipeline, outcome |
/// | `pipewright.active_runs` | up-down counter | `{run}` | pipeline |
/// | `pipewright.run.duration` | histogram | `s` | pipeline, outcome |
/// | `pipewright.active_steps` | up-down counter | `{step}` | pipeline, step |
/// | `pipewright.step.duration` | histogram | `s` | pipeline, step, outcome |
/// | `pipewright.element.duration` | histogram | `s` | pipeline, step, outcome |
/// | `pipewright.step.retries` | counter | `{attempt}` | pipeline, step |
///
/// The attributes are `pipewright.pipeline.name`, `pipewright.step.name` and `pipewright.outcome` (`ok`, `err`,
/// `skipped`). A step's duration counts from its first attempt on, with the waits between attempts; one that never
/// began has none. Retries are the attempts after the first, those of a map's elements too. A run whose future is
/// dropped has the outcome `err`.
///
/// ```
/// use opentelemetry::metrics::MeterProvider;
/// use opentelemetry_sdk::metrics::SdkMeterProvider;
///
/// let provider = SdkMeterProvider::builder()
///     // .with_periodic_exporter(…)
///     .build();
/// let metrics = pipewright_otel::Metrics::new(&provider.meter("shop"));
/// // Order::builder().steps(shop).emit_to(metrics).build()
/// # drop(metrics);
/// ```
#[derive(Debug)]
pub struct Metrics {
    runs: Counter<u64>,
    active_runs: UpDownCounter<i64>,
    run_duration: Histogram<f64>,
    active_steps: UpDownCounter<i64>,
    step_duration: Histogram<f64>,
    element_duration: Histogram<f64>,
    retries: Counter<u64>,
    /// The steps that have begun and not ended, by the run: its future may be dropped, and they with it.
    begun: Mutex<BTreeMap<RunId, Begun>>,
}

/// How often each step of a run is active.
type Begun = BTreeMap<Cow<'static, str>, i64>;

impl Metrics {
    /// By the instruments of this meter.
    pub fn new(meter: &Meter) -> Self {
        let duration = |name: &'static str, description: &'static str| {
            meter
                .f64_histogram(name)
                .with_unit("s")
                .with_description(description)
                .with_boundaries(BOUNDS.into())
                .build()
        };
        let active = |name: &'static str, unit: &'static str, description: &'static str| {
            meter
                .i64_up_down_counter(name)
                .with_unit(unit)
                .with_description(description)
                .build()
        };
        let counter = |name: &'static str, unit: &'static str, description: &'static str| {
            meter
                .u64_counter(name)
                .with_unit(unit)
                .with_description(description)
                .build()
        };
        Self {
            runs: counter("pipewright.runs", "{run}", "Runs that have ended"),
            active_runs: active("pipewright.active_runs", "{run}", "Runs on their way"),
            run_duration: duration("pipewright.run.duration", "How long runs take"),
            active_steps: active("pipewright.active_steps", "{step}", "Steps on their way"),
            step_duration: duration("pipewright.step.duration", "How long steps take"),
            element_duration: duration(
                "pipewright.element.duration",
                "How long the elements of maps take",
            ),
            retries: counter(
                "pipewright.step.retries",
                "{attempt}",
                "Attempts after the first",
            ),
            begun: Mutex::default(),
        }
    }

    fn run_ended(&self, event: &Event, outcome: OutcomeKind, took: Duration) {
        let begun = self.with_begun(|all| all.remove(&event.run_id));
        for (step, count) in begun.into_iter().flatten() {
            self.active_steps
                .add(-count, &[pipeline(event), named(step)]);
        }
        self.active_runs.add(-1, &[pipeline(event)]);
        let attributes = [pipeline(event), ended(outcome)];
        self.runs.add(1, &attributes);
        self.run_duration.record(took.as_secs_f64(), &attributes);
    }

    fn step_started(&self, event: &Event, step: Cow<'static, str>) {
        self.with_begun(|all| {
            let steps = all.entry(event.run_id).or_default();
            *steps.entry(step.clone()).or_default() += 1;
        });
        self.active_steps.add(1, &[pipeline(event), named(step)]);
    }

    fn step_ended(&self, event: &Event, step: Cow<'static, str>) {
        let was_active = self.with_begun(|all| {
            let count = all.get_mut(&event.run_id)?.get_mut(&step)?;
            *count -= 1;
            Some(())
        });
        if was_active.is_some() {
            self.active_steps.add(-1, &[pipeline(event), named(step)]);
        }
    }

    fn with_begun<T>(&self, change: impl FnOnce(&mut BTreeMap<RunId, Begun>) -> T) -> T {
        change(&mut self.begun.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Emitter for Metrics {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        let is_step = event.element.is_none();
        match (&event.kind, &event.step) {
            (EventKind::RunStarted { .. }, _) => self.active_runs.add(1, &[pipeline(event)]),
            (EventKind::RunEnded { outcome, took, .. }, _) => {
                self.run_ended(event, *outcome, *took);
            }
            (EventKind::StepStarted, Some(step)) if is_step => {
                self.step_started(event, step.clone());
            }
            (EventKind::AttemptStarted, Some(step)) => {
                let attributes = [pipeline(event), named(step.clone())];
                self.retries.add(1, &attributes);
            }
            // one that never began was skipped
            (EventKind::StepEnded { outcome, took, .. }, Some(step)) if event.attempt.is_some() => {
                let duration = match is_step {
                    true => &self.step_duration,
                    false => &self.element_duration,
                };
                let attributes = [pipeline(event), named(step.clone()), ended(*outcome)];
                duration.record(took.as_secs_f64(), &attributes);
                if is_step {
                    self.step_ended(event, step.clone());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// It only counts, and does so inside the run's spans, to which a metric may point.
    fn is_instant(&self) -> bool {
        true
    }
}

fn pipeline(event: &Event) -> KeyValue {
    let name = StringValue::from(event.pipeline.clone());
    KeyValue::new("pipewright.pipeline.name", name)
}

fn named(step: Cow<'static, str>) -> KeyValue {
    KeyValue::new("pipewright.step.name", StringValue::from(step))
}

fn ended(outcome: OutcomeKind) -> KeyValue {
    let outcome = match outcome {
        OutcomeKind::Ok => "ok",
        OutcomeKind::Err => "err",
        _ => "skipped",
    };
    KeyValue::new("pipewright.outcome", outcome)
}
