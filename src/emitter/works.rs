//! What a workflow has executed, or a flow has called, as events tell it.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::{Event, EventKind};
use crate::flow::{self, CallReport};
use crate::report::{OutcomeKind, Report};
use crate::workflow::{self, Times, TraceRow};

/// In a pipeline each step ends once. Here it may run several times, also at once.
#[derive(Default)]
pub(super) struct Works {
    /// The executions that have ended, and those that have not.
    ended: Vec<TraceRow>,
    open: Vec<TraceRow>,
    /// The calls, by their numbers.
    calls: BTreeMap<usize, CallReport>,
}

impl Works {
    pub(super) fn take(&mut self, event: &Event) {
        match event.call {
            Some(call) => self.call(call, event),
            None => self.execution(event),
        }
    }

    fn call(&mut self, number: usize, event: &Event) {
        let call = self.calls.entry(number);
        let call = call.or_insert_with(|| CallReport {
            step: event.step.clone().unwrap_or_default(),
            caller: event.caller,
            outcome: OutcomeKind::Pending,
            error: None,
            sources: Vec::new(),
            started: event.time,
            finished: event.time,
        });
        match &event.kind {
            EventKind::AttemptEnded { sources, .. } => call.sources.clone_from(sources),
            EventKind::StepEnded {
                outcome, reason, ..
            } => {
                (call.outcome, call.error) = (*outcome, reason.clone());
                call.finished = event.time;
            }
            _ => {}
        }
    }

    fn execution(&mut self, event: &Event) {
        let step = event.step.clone().unwrap_or_default();
        let mut row = TraceRow {
            step,
            outcome: OutcomeKind::Pending,
            attempts: event.attempt.unwrap_or(1),
            payload: None,
            value: None,
            error: None,
            queue: None,
            times: Some(Times::new(event.time, event.time)),
        };
        match &event.kind {
            EventKind::StepStarted => self.open.push(row),
            EventKind::StepEnded {
                outcome,
                reason,
                payload,
                value,
                took,
                ..
            } => {
                let started = event.time.checked_sub(*took).unwrap_or(event.time);
                self.close(&row, started);
                row.outcome = *outcome;
                row.error.clone_from(reason);
                row.payload.clone_from(payload);
                row.value.clone_from(value);
                row.times = Some(Times::new(started, event.time));
                self.ended.push(row);
            }
            _ => {}
        }
    }

    /// One that began at about that time is no longer open.
    fn close(&mut self, row: &TraceRow, started: SystemTime) {
        let away = |other: &TraceRow| {
            let times = other.times.as_ref()?;
            let later = times.started.duration_since(started);
            Some(later.unwrap_or_else(|earlier| earlier.duration()))
        };
        let same = self.open.iter().enumerate();
        let same = same.filter(|(_, other)| other.step == row.step);
        let nearest = same
            .min_by_key(|(_, other)| away(other))
            .map(|(place, _)| place);
        nearest.map(|place| self.open.remove(place));
    }

    /// What has not ended by now never will.
    pub(super) fn cut_off(&mut self, now: SystemTime) {
        self.open.clear();
        let open = |call: &&mut CallReport| call.outcome == OutcomeKind::Pending;
        for call in self.calls.values_mut().filter(open) {
            (call.outcome, call.finished) = (OutcomeKind::Skipped, now);
        }
    }

    /// Puts all of it into the report, as it stands now.
    pub(super) fn enter(&self, report: &mut Report, now: SystemTime) {
        let open = self.open.iter().cloned().map(|mut row| {
            if let Some(times) = &mut row.times {
                times.finished = now;
            }
            row
        });
        report.trace = self.ended.iter().cloned().chain(open).collect();
        let numbers: Vec<usize> = self.calls.keys().copied().collect();
        let calls = self.calls.values().cloned().map(|mut call| {
            call.caller = call
                .caller
                .and_then(|caller| numbers.binary_search(&caller).ok());
            if call.outcome == OutcomeKind::Pending {
                call.finished = now;
            }
            call
        });
        report.calls = calls.collect();
        for step in &mut report.steps {
            let made = match report.calls.is_empty() {
                true => workflow::of_step(&step.step, &report.trace),
                false => flow::of_step(&step.step, &report.calls),
            };
            if let Some(made) = made {
                let events = std::mem::take(&mut step.events);
                *step = made;
                step.events = events;
            }
        }
    }
}
