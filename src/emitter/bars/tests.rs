//! What is seen of the bars.

use std::time::SystemTime;

use indicatif::InMemoryTerm;

use super::*;
use crate::emitter::{attempt_ended, step_ended};
use crate::error_report::Fault;
use crate::ids::CorrelationId;

struct Run {
    id: RunId,
    screen: Screen,
    term: InMemoryTerm,
}

fn busy() -> Fault {
    Fault {
        text: "busy".to_owned(),
        sources: Vec::new(),
    }
}

fn started(steps: usize) -> EventKind {
    EventKind::RunStarted {
        steps: Some(steps),
        definition: "9f0e".into(),
        inputs: Vec::new(),
        metadata: BTreeMap::new(),
        graph: None,
    }
}

impl Run {
    fn new() -> Self {
        let term = InMemoryTerm::new(10, 100);
        let target = ProgressDrawTarget::term_like(Box::new(term.clone()));
        let run = Self {
            id: RunId::new(),
            screen: Screen::new(target),
            term,
        };
        run.tell(None, None, started(3));
        run
    }

    fn tell(&self, step: Option<&'static str>, element: Option<usize>, kind: EventKind) {
        self.screen.show(&self.event(step, element, kind));
    }

    fn event(&self, step: Option<&'static str>, element: Option<usize>, kind: EventKind) -> Event {
        Event {
            time: SystemTime::now(),
            run_id: self.id,
            correlation_id: CorrelationId::random(),
            parent_run: None,
            parent_step: None,
            parent_element: None,
            pipeline: "batch".into(),
            step: step.map(Into::into),
            element,
            attempt: Some(1),
            call: None,
            caller: None,
            kind,
        }
    }

    /// What is seen; without how long it has taken.
    fn seen(&self) -> String {
        let runs = self.screen.runs.lock().unwrap();
        for run in runs.values() {
            run.bar.force_draw();
            run.steps.values().for_each(|step| step.bar.force_draw());
        }
        drop(runs);
        self.term.contents().replace("0s ", "")
    }
}

const NO_TIME: Duration = Duration::ZERO;

fn ended(outcome: OutcomeKind) -> EventKind {
    step_ended(outcome, None, false, NO_TIME)
}

#[test]
fn a_run_and_its_map_have_a_bar_each_and_waits_are_seen() {
    let run = Run::new();
    run.tell(Some("load"), None, EventKind::StepStarted);
    let seen = run.seen();
    assert_eq!(seen, "batch [                        ] 0/3  load");
    run.tell(Some("load"), None, ended(OutcomeKind::Ok));
    run.tell(Some("fetch"), None, EventKind::StepStarted);
    let total = Some(4);
    run.tell(Some("fetch"), None, EventKind::Progress { done: 0, total });
    for element in 0..3 {
        run.tell(Some("fetch"), Some(element), EventKind::StepStarted);
    }
    run.tell(Some("fetch"), Some(0), ended(OutcomeKind::Ok));
    run.tell(Some("fetch"), Some(1), ended(OutcomeKind::Err));
    let busy = attempt_ended(Some(busy()), Some(Duration::from_secs(60)), NO_TIME);
    run.tell(Some("fetch"), Some(2), busy);
    let seen = run.seen();
    let lines: Vec<_> = seen.lines().collect();
    let [batch, fetch] = &*lines else {
        panic!("{seen}");
    };
    assert!(
        batch.starts_with("batch [========>               ] 1/3 "),
        "{batch}"
    );
    assert!(
        batch.contains("fetch[2] (busy; again in 59.9 s), fetch"),
        "{batch}"
    );
    assert_eq!(*fetch, "  fetch [============>           ] 2/4, 1 failed");
    run.tell(Some("fetch"), Some(2), EventKind::AttemptStarted);
    run.tell(Some("fetch"), None, ended(OutcomeKind::Ok));
    assert_eq!(run.seen().lines().count(), 1);
    let end = EventKind::RunEnded {
        outcome: OutcomeKind::Err,
        error: Some("pipeline `batch`: step `join` failed:\n\x1b[2Jno".into()),
        cancelled: false,
        took: Duration::from_secs(2),
    };
    run.tell(None, None, end);
    let seen = run.term.contents();
    assert!(
        seen.starts_with("batch [================>       ] 2/3 failed after 2 s: "),
        "{seen}"
    );
    // it is shown, and does nothing
    assert!(seen.ends_with("[2Jno"), "{seen}");
}

#[test]
fn lines_stand_above_the_bars() {
    let run = Run::new();
    let log = run.screen.log().color(false).level(Level::Warn);
    let tell = |kind| {
        let event = run.event(Some("load"), None, kind);
        run.screen.show(&event);
        log.emit(&event).unwrap();
        log.flush().unwrap();
    };
    tell(EventKind::StepStarted);
    tell(attempt_ended(
        Some(busy()),
        Some(Duration::from_secs(60)),
        NO_TIME,
    ));
    tell(EventKind::AttemptStarted);
    let seen = run.seen();
    let lines: Vec<_> = seen.lines().collect();
    let [line, bar] = &*lines else {
        panic!("{seen}");
    };
    assert!(
        line.ends_with("WARN    batch: load, attempt 1 failed after 0 µs: busy; again in 1m"),
        "{line}"
    );
    assert_eq!(*bar, "batch [                        ] 0/3  load");
}

#[test]
fn what_runs_inside_another_run_has_no_bar() {
    let run = Run::new();
    run.screen.show(&Event {
        time: SystemTime::now(),
        run_id: RunId::new(),
        correlation_id: CorrelationId::random(),
        parent_run: Some(run.id),
        parent_step: None,
        parent_element: None,
        pipeline: "inner".into(),
        step: None,
        element: None,
        attempt: None,
        call: None,
        caller: None,
        kind: started(1),
    });
    assert_eq!(run.seen().lines().count(), 1);
}
