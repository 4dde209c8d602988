//! A trace in Chrome's format.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::stored::{Attempt, Event, NotAReport, Run, Step, Time, read};
use crate::tracks::tracks;

/// The report of a run as a trace in Chrome's format, which [Perfetto](https://ui.perfetto.dev) opens.
///
/// `report` is the JSON of a `pipewright::Report`. Each attempt of a step is a slice, and what it ran lies
/// below it; what ran side by side has tracks of its own. Steps that were skipped have no time, and are left
/// out.
///
/// # Errors
///
/// If that is not the report of a run.
pub fn chrome_trace(report: &str) -> Result<String, NotAReport> {
    let run: Run = read(report)?;
    let (name, start) = (run.pipeline.clone(), run.started);
    let mut trace = Trace::default();
    trace.run(run, None);
    let events = trace.into_events(&name, start);
    Ok(json!({ "displayTimeUnit": "ms", "traceEvents": events }).to_string())
}

/// Something that took time.
pub(crate) struct Slice {
    name: String,
    kind: &'static str,
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// The slice that it is a part of, which stands before it.
    pub(crate) within: Option<usize>,
    args: Args,
}

type Args = Map<String, Value>;

#[derive(Default)]
struct Trace {
    slices: Vec<Slice>,
    /// What steps have told, and in which slice.
    told: Vec<(usize, Event)>,
}

impl Trace {
    /// It begins no earlier than what it is within.
    fn push(&mut self, mut slice: Slice) -> usize {
        if let Some(outer) = slice.within {
            slice.from = slice.from.max(self.slices[outer].from);
            slice.to = slice.to.max(slice.from);
        }
        self.slices.push(slice);
        self.slices.len() - 1
    }

    fn run(&mut self, run: Run, within: Option<usize>) {
        let args = [
            ("outcome", Some(run.outcome.into())),
            ("run_id", Some(run.run_id.into())),
            ("correlation_id", Some(run.correlation_id.into())),
        ];
        let this = self.push(Slice {
            name: run.pipeline,
            kind: "run",
            from: run.started,
            to: run.finished,
            within,
            args: present(args),
        });
        let mut calls = Vec::with_capacity(run.calls.len());
        for call in run.calls {
            let caller = call.caller.and_then(|caller| calls.get(caller).copied());
            calls.push(self.push(Slice {
                name: call.step,
                kind: "call",
                from: call.started,
                to: call.finished,
                within: caller.or(Some(this)),
                args: present([("error", call.error.map(Value::from))]),
            }));
        }
        for executed in &run.trace {
            let Some(times) = &executed.times else {
                continue;
            };
            self.push(Slice {
                name: executed.step.clone(),
                kind: "step",
                from: times.started,
                to: times.finished,
                within: Some(this),
                args: present([
                    ("payload", executed.payload.clone().map(Value::from)),
                    ("error", executed.error.clone().map(Value::from)),
                ]),
            });
        }
        // the steps of the others only say how the last of these ended
        if calls.is_empty() && run.trace.is_empty() {
            run.steps.into_iter().for_each(|step| self.step(step, this));
        }
        self.close(this);
    }

    fn step(&mut self, step: Step, run: usize) {
        let first = self.slices.len();
        self.attempts(&step.step, "step", step.attempts, run);
        let of_step = (first < self.slices.len()).then_some(first);
        for element in step.elements {
            let name = format!("{}[{}]", step.step, element.index);
            self.attempts(&name, "element", element.attempts, of_step.unwrap_or(run));
        }
        if let Some(undo) = step.undo {
            let name = format!("undo {}", step.step);
            self.attempts(&name, "undo", undo.attempts, run);
        }
        let told = step.events.into_iter();
        self.told
            .extend(told.map(|event| (of_step.unwrap_or(run), event)));
    }

    fn attempts(&mut self, name: &str, kind: &'static str, attempts: Vec<Attempt>, within: usize) {
        let several = attempts.len() > 1;
        for (number, attempt) in (1_u64..).zip(attempts) {
            let args = [
                ("attempt", several.then(|| number.into())),
                ("error", attempt.error.map(Value::from)),
            ];
            let this = self.push(Slice {
                name: name.to_owned(),
                kind,
                from: attempt.started,
                to: attempt.finished,
                within: Some(within),
                args: present(args),
            });
            if let Some(inner) = attempt.run {
                self.run(*inner, Some(this));
            }
        }
    }

    /// A slice ends no earlier than what is within it.
    fn close(&mut self, slice: usize) {
        for inner in (slice + 1..self.slices.len()).rev() {
            let Slice { to, within, .. } = self.slices[inner];
            if let Some(outer) = within.filter(|outer| *outer >= slice) {
                self.slices[outer].to = self.slices[outer].to.max(to);
            }
        }
    }

    fn into_events(self, name: &str, start: Time) -> Vec<Value> {
        let tracks = tracks(&self.slices);
        let process =
            json!({ "ph": "M", "pid": 1, "name": "process_name", "args": { "name": name } });
        let marks = self.told.into_iter().map(|(slice, event)| {
            json!({
                "ph": "i", "s": "t", "pid": 1, "tid": tracks[slice], "ts": since(start, event.time),
                "name": event.name, "args": event.fields,
            })
        });
        let marks: Vec<_> = marks.collect();
        let slices = self.slices.into_iter().zip(&tracks).map(|(slice, track)| {
            json!({
                "ph": "X", "pid": 1, "tid": track, "ts": since(start, slice.from),
                "dur": since(slice.from, slice.to),
                "name": slice.name, "cat": slice.kind, "args": slice.args,
            })
        });
        std::iter::once(process)
            .chain(slices)
            .chain(marks)
            .collect()
    }
}

/// Those that are there.
fn present<const N: usize>(args: [(&'static str, Option<Value>); N]) -> Args {
    let present = args
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    present.collect()
}

/// In microseconds.
fn since(start: Time, time: Time) -> f64 {
    let since: Duration = time.0.saturating_sub(start.0);
    since.as_nanos() as f64 / 1000.0
}
