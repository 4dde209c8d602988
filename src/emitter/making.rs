//! The report of one run, made of its events.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::SystemTime;

use tokio::time::Instant;

use super::works::Works;
use super::{Event, EventKind};
use crate::error_report::{ErrorReport, Fault};
use crate::graphs::{Graphs, Wiring};
use crate::ids::RunId;
use crate::report::{
    Attempts, ElementReport, EventReport, Few, OutcomeKind, ProgressReport, Report, StepReport,
    StepReports,
};

/// A report that grows.
pub(super) struct Making {
    report: Report,
    /// When it began, by the runtime's clock, and what it was told last.
    clock: Instant,
    last: SystemTime,
    /// The places of its steps.
    places: HashMap<Cow<'static, str>, usize>,
    /// What a workflow has executed, or a flow called; none in a pipeline.
    works: Option<Works>,
    /// The runs inside it, and where.
    inner: Vec<(Place, RunId)>,
}

/// An attempt of a step or of an element.
#[derive(Clone, Copy)]
struct Place {
    step: usize,
    element: Option<usize>,
    attempt: usize,
}

impl Making {
    /// Of a run that begins.
    pub(super) fn new(event: &Event) -> Option<(RunId, Self)> {
        let EventKind::RunStarted {
            steps,
            definition,
            inputs,
            metadata,
            graph,
        } = &event.kind
        else {
            return None;
        };
        let mut making = Self {
            report: Report {
                run_id: event.run_id,
                correlation_id: event.correlation_id,
                parent_run: event.parent_run,
                pipeline: event.pipeline.clone(),
                definition: definition.clone(),
                started: event.time,
                finished: event.time,
                inputs: inputs.clone(),
                outcome: OutcomeKind::Pending,
                error: None,
                metadata: metadata.clone(),
                steps: StepReports::default(),
                trace: Vec::new(),
                calls: Vec::new(),
                warnings: Vec::new(),
                graph: graph.map(Wiring::Here),
                graphs: graph.map_or_else(Graphs::default, |graph| {
                    Graphs::one(definition.clone(), graph)
                }),
            },
            clock: Instant::now(),
            last: event.time,
            places: HashMap::new(),
            works: steps.is_none().then(Works::default),
            inner: Vec::new(),
        };
        let steps = graph.iter().flat_map(|graph| graph.steps.iter());
        for step in steps {
            making.place(step.name.clone());
        }
        Some((event.run_id, making))
    }

    /// When it was told last.
    pub(super) fn last(&self) -> SystemTime {
        self.last
    }

    pub(super) fn is_over(&self) -> bool {
        self.report.outcome != OutcomeKind::Pending
    }

    /// The runs inside it.
    pub(super) fn inside(&self) -> impl Iterator<Item = RunId> {
        self.inner.iter().map(|(_, run)| *run)
    }

    /// A run begins that is one of its attempts; false if it is none.
    pub(super) fn enter(&mut self, event: &Event) -> bool {
        let place = self.last_attempt(event);
        self.inner.extend(place.map(|place| (place, event.run_id)));
        place.is_some()
    }

    /// That of the step, or the element, inside which a run begins.
    fn last_attempt(&mut self, event: &Event) -> Option<Place> {
        let (name, element) = (event.parent_step.as_ref()?, event.parent_element);
        let step = *self.places.get(name)?;
        let begun = self.report.steps[step].calls(element)?.len();
        Some(Place {
            step,
            element,
            attempt: begun.checked_sub(1)?,
        })
    }

    /// Something has happened.
    pub(super) fn take(&mut self, event: &Event) {
        self.last = self.last.max(event.time);
        if let EventKind::RunEnded { outcome, error, .. } = &event.kind {
            return self.end(event.time, *outcome, error.as_deref());
        }
        let Some(name) = &event.step else { return };
        let place = self.place(name.clone());
        let step = &mut self.report.steps[place];
        match (&event.kind, &mut self.works) {
            (EventKind::Said { name, fields }, _) => step.events.push(EventReport {
                time: event.time,
                attempt: event.attempt.unwrap_or(1),
                element: event.element,
                name: name.clone(),
                fields: fields.clone(),
            }),
            (EventKind::Progress { done, total }, _) => {
                let (done, total) = (*done, *total);
                // how far an element has got, or what a step has left on a thread, is not told
                if event.element.is_none() && step.outcome == OutcomeKind::Pending {
                    step.progress = Some(Box::new(ProgressReport { done, total }));
                }
            }
            (_, Some(works)) => works.take(event),
            (_, None) => of_step(step, event),
        }
    }

    /// The run has ended. What has not, does so with it.
    fn end(&mut self, time: SystemTime, outcome: OutcomeKind, error: Option<&str>) {
        let report = &mut self.report;
        if let Some(mut works) = self.works.take() {
            works.cut_off(time);
            works.enter(report, time);
            let steps = report.steps.iter_mut();
            let never = steps.filter(|step| step.waits());
            never.for_each(|step| step.outcome = OutcomeKind::Skipped);
        }
        report.steps.iter_mut().for_each(|step| cut_off(step, time));
        report.error = error.map(|message| {
            let first = first_failed(report);
            ErrorReport {
                message: message.to_owned(),
                step: first.map(|step| step.step.clone()),
                sources: first.map_or_else(Vec::new, |step| step.sources.to_vec()),
            }
        });
        (report.outcome, report.finished) = (outcome, time);
    }

    /// The report as it stands now, or as it stood then; `inside` gives that of a run inside this one.
    pub(super) fn report(
        &self,
        then: Option<SystemTime>,
        inside: &dyn Fn(RunId) -> Report,
    ) -> Report {
        let mut report = self.report.clone();
        if !self.is_over() {
            let now = || report.started.checked_add(self.clock.elapsed());
            report.finished = then
                .or_else(now)
                .map_or(self.last, |now| self.last.max(now));
        }
        let now = report.finished;
        if let Some(works) = &self.works {
            works.enter(&mut report, now);
        }
        report.steps.iter_mut().for_each(|step| goes_on(step, now));
        for (place, run) in &self.inner {
            let mut run = inside(*run);
            report.graphs.take(&mut run.graphs);
            let calls = report.steps[place.step].calls(place.element);
            if let Some(attempt) = calls.and_then(|calls| calls.get_mut(place.attempt)) {
                attempt.run = Some(Box::new(run));
            }
        }
        report
    }

    /// Where the step of this name is.
    fn place(&mut self, name: Cow<'static, str>) -> usize {
        if let Some(place) = self.places.get(&name) {
            return *place;
        }
        let steps = &mut self.report.steps;
        steps.push(StepReport::new(name.clone(), OutcomeKind::Pending, None));
        self.places.insert(name, steps.len() - 1);
        steps.len() - 1
    }
}

/// Something has happened to a step of a pipeline, or to an element that it maps.
fn of_step(step: &mut StepReport, event: &Event) {
    match &event.kind {
        EventKind::StepStarted | EventKind::AttemptStarted => {
            attempts(step, event.element).begin(event.time);
        }
        EventKind::AttemptEnded { error, sources, .. } => {
            let fault = fault(error.as_ref(), sources);
            attempts(step, event.element).end(event.time, fault);
        }
        EventKind::StepEnded {
            outcome,
            reason,
            caused_by,
            value,
            size,
            ..
        } => match event.element {
            Some(index) => {
                let element = element(step, index);
                (element.outcome, element.reason) = (*outcome, reason.clone());
                step.progress
                    .iter_mut()
                    .for_each(|progress| progress.done += 1);
            }
            None => {
                (step.outcome, step.reason) = (*outcome, reason.clone());
                (step.value, step.size) = (value.clone(), *size);
                step.caused_by = caused_by.clone().into();
                step.progress = None;
                // those that were dropped with the others
                drop_pending(&mut step.elements);
                step.sources = sources(step);
            }
        },
        _ => of_undo(step, event),
    }
}

/// Something has happened to what undoes a step.
fn of_undo(step: &mut StepReport, event: &Event) {
    let undo = match &event.kind {
        EventKind::UndoStarted
        | EventKind::UndoAttemptEnded { .. }
        | EventKind::UndoEnded { .. } => step.undo.get_or_insert_default(),
        _ => return,
    };
    match &event.kind {
        EventKind::UndoStarted => undo.attempts.begin(event.time),
        EventKind::UndoAttemptEnded { error, wait } => {
            undo.attempts.end(event.time, fault(error.as_ref(), &[]));
            let next = wait.and_then(|wait| event.time.checked_add(wait));
            next.into_iter().for_each(|time| undo.attempts.begin(time));
        }
        EventKind::UndoEnded { outcome, error } => {
            (undo.outcome, undo.reason) = (*outcome, error.clone());
        }
        _ => {}
    }
}

fn fault(error: Option<&String>, sources: &[String]) -> Option<Fault> {
    error.map(|error| Fault {
        text: error.clone(),
        sources: sources.to_vec(),
    })
}

/// What lies behind the error of a step that has ended, if it is that of its last attempt.
fn sources(step: &StepReport) -> Few<String> {
    let last = step
        .attempts
        .last()
        .and_then(|last| Some((last, last.error.as_ref()?)));
    match (last, &step.reason) {
        (Some((last, error)), Some(reason)) if reason.ends_with(error) => last.sources.clone(),
        _ => Few::default(),
    }
}

/// The step that failed first, and was to.
fn first_failed(report: &Report) -> Option<&StepReport> {
    let handled = report.handled();
    let failed = report.with_outcome(OutcomeKind::Err);
    let failed = failed.filter(|step| !handled.contains(&*step.step));
    failed.min_by_key(|step| {
        step.attempts
            .last()
            .map_or(report.finished, |last| last.finished)
    })
}

/// The calls of a step, or of an element that it maps.
fn attempts(step: &mut StepReport, index: Option<usize>) -> &mut Attempts {
    match index {
        None => &mut step.attempts,
        Some(index) => &mut element(step, index).attempts,
    }
}

fn element(step: &mut StepReport, index: usize) -> &mut ElementReport {
    let place = step.elements.binary_search_by_key(&index, |one| one.index);
    let place = place.unwrap_or_else(|place| {
        let element = ElementReport {
            index,
            outcome: OutcomeKind::Pending,
            reason: None,
            attempts: Attempts::default(),
        };
        step.elements.edit(|all| all.insert(place, element));
        place
    });
    &mut step.elements[place]
}

fn drop_pending(elements: &mut Few<ElementReport>) {
    elements.edit(|all| all.retain(|one| one.outcome != OutcomeKind::Pending));
}

/// What has not ended goes on until now.
fn goes_on(step: &mut StepReport, now: SystemTime) {
    let is_open = step.outcome == OutcomeKind::Pending;
    let own = is_open.then_some(&mut step.attempts);
    let elements = step.elements.iter_mut();
    let elements = elements.filter(|one| one.outcome == OutcomeKind::Pending);
    let undo = step.undo.as_deref_mut();
    let undo = undo.filter(|undo| undo.outcome == OutcomeKind::Pending);
    let all = own.into_iter().chain(elements.map(|one| &mut one.attempts));
    for attempts in all.chain(undo.map(|undo| &mut undo.attempts)) {
        if let Some(open) = attempts.open() {
            open.finished = now.max(open.started);
        }
    }
}

/// What has not ended by now is lost.
fn cut_off(step: &mut StepReport, now: SystemTime) {
    goes_on(step, now);
    drop_pending(&mut step.elements);
    if step.outcome == OutcomeKind::Pending {
        step.outcome = OutcomeKind::Skipped;
        step.reason = Some("the run ended before it".to_owned());
        step.progress = None;
    }
}
