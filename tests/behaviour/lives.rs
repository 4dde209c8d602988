//! The reports of runs that go on.

use std::fmt::Write as _;
use std::future::IntoFuture;
use std::time::SystemTime;

use pipewright::emitters::{Live, Recorder};
use pipewright::{
    Attempts, Context, Emitter, Event, EventKind, OutcomeKind, Place, Report, Spawn, StepReport,
};
use tokio::time::timeout;

use crate::flows::{Errand, Walker};
use crate::pipelines::rounds::AfterFirst;
use crate::pipelines::{
    Diamond, Errands, Mapping, Rounds, Through, Traced, TracedCalls, TracedQueue, Undoing, mapping,
};
use crate::queues::{Log as State, Player};
use crate::script::{Fault, Script, fail, give, never, secs};
use crate::through::Walk;
use crate::traced::{Stumbles, Ticket};

/// All that a report tells, but for when the run began.
fn told(report: &Report) -> String {
    let mut text = String::new();
    write_run(&mut text, "", report).unwrap();
    text
}

fn write_run(text: &mut String, indent: &str, report: &Report) -> std::fmt::Result {
    let at = |time: SystemTime| time.duration_since(report.started).unwrap().as_millis();
    let inner = format!("{indent}  ");
    let (name, end) = (&report.pipeline, at(report.finished));
    writeln!(text, "{indent}{name} {} until {end}", report.outcome)?;
    if let Some(error) = &report.error {
        writeln!(text, "{indent}{error:?}")?;
    }
    for step in &report.steps {
        write_step(text, &inner, report, step)?;
    }
    for row in &report.trace {
        let (step, from, to) = (
            &row.step,
            row.times.unwrap().started,
            row.times.unwrap().finished,
        );
        let values = (&row.payload, &row.value, &row.error, row.attempts);
        writeln!(
            text,
            "{inner}{step} {} {}-{} {values:?}",
            row.outcome,
            at(from),
            at(to)
        )?;
    }
    for call in &report.calls {
        let (step, from, to) = (&call.step, at(call.started), at(call.finished));
        let why = (call.caller, &call.error, &call.sources);
        writeln!(text, "{inner}{step} {} {from}-{to} {why:?}", call.outcome)?;
    }
    Ok(())
}

fn write_step(
    text: &mut String,
    indent: &str,
    report: &Report,
    step: &StepReport,
) -> std::fmt::Result {
    let at = |time: SystemTime| time.duration_since(report.started).unwrap().as_millis();
    let inner = format!("{indent}  ");
    let why = (&step.reason, &step.sources, &step.caused_by, &step.value);
    writeln!(text, "{indent}{} {} {why:?}", step.step, step.outcome)?;
    write_attempts(text, &inner, report, &step.attempts)?;
    for element in &step.elements {
        let (index, outcome) = (element.index, element.outcome);
        writeln!(text, "{inner}[{index}] {outcome} {:?}", element.reason)?;
        write_attempts(text, &format!("{inner}  "), report, &element.attempts)?;
    }
    if let Some(undo) = &step.undo {
        writeln!(text, "{inner}undo {} {:?}", undo.outcome, undo.reason)?;
        write_attempts(text, &inner, report, &undo.attempts)?;
    }
    for event in &step.events {
        let of = (event.attempt, event.element, &event.fields);
        writeln!(text, "{inner}{} {} {of:?}", at(event.time), event.name)?;
    }
    Ok(())
}

fn write_attempts(
    text: &mut String,
    indent: &str,
    report: &Report,
    attempts: &Attempts,
) -> std::fmt::Result {
    let at = |time: SystemTime| time.duration_since(report.started).unwrap().as_millis();
    for attempt in attempts {
        let (from, to) = (at(attempt.started), at(attempt.finished));
        let why = (attempt.wait.map(|wait| wait.as_millis()), &attempt.error);
        writeln!(text, "{indent}{from}-{to} {why:?} {:?}", attempt.sources)?;
        if let Some(run) = &attempt.run {
            write_run(text, &format!("{indent}  "), run)?;
        }
    }
    Ok(())
}

/// Both tell the same, but for undoing, of which events do not tell what lies behind errors.
#[track_caller]
fn same(live: &Live, report: &Report) {
    let made = live.report().expect("a run has begun");
    assert_eq!(
        (made.run_id, made.correlation_id),
        (report.run_id, report.correlation_id)
    );
    assert_eq!(made.metadata, report.metadata);
    assert_eq!(told(&made), told(report));
    assert_eq!(made.mermaid(), report.mermaid());
    let stored: Report = serde_json::from_str(&made.json()).unwrap();
    assert_eq!(stored.svg(), report.svg());
}

#[tokio::test(start_paused = true)]
async fn at_its_end_it_is_the_report_of_the_run() {
    let live = Live::new();
    for place in [Place::default(), Place::scheduled(), Spawn.into()] {
        let run = Traced::new(Stumbles).run(vec![4, 5], Ticket);
        let run = run.executor(place.clone()).metadata("tenant", "north");
        same(&live, &run.emit_to(live.clone()).with_report().await.report);
        let script = Script::new()
            .on("left", [fail("no left")])
            .on("right", [give(1).after(2)]);
        let run = Diamond::new(script).run().executor(place);
        same(&live, &run.emit_to(live.clone()).with_report().await.report);
    }
    let run = Through::new(Walk::taking(secs(1))).run(vec![1, 2, 95]);
    same(&live, &run.emit_to(live.clone()).with_report().await.report);
    let script = Script::new()
        .on("charge", [fail("declined").after(1)])
        .on("release", [fail("busy").after(1), give(1)])
        .on("cancel", [fail("gone")]);
    let run = Undoing::new(script).run(1);
    same(&live, &run.emit_to(live.clone()).with_report().await.report);
}

#[tokio::test(start_paused = true)]
async fn the_same_goes_for_workflows_and_flows() {
    let live = Live::new();
    let first = |queue: &mut AfterFirst| {
        queue.tail().tried(1);
        queue.tail().visit(2);
    };
    let run = Rounds::new(Player::new(first)).run(State::default());
    same(&live, &run.emit_to(live.clone()).with_report().await.report);
    let run = TracedQueue::new(Stumbles).run(1, 0);
    same(&live, &run.emit_to(live.clone()).with_report().await.report);
    for errand in [Errand::Walk(1), Errand::Walk(7), Errand::GiveUp] {
        let run = Errands::new(Walker).go(errand).emit_to(live.clone());
        same(&live, &run.with_report().await.report);
    }
    let run = TracedCalls::new(Stumbles).receive(1);
    same(&live, &run.emit_to(live.clone()).with_report().await.report);
    // without a report of its own, calls have their numbers too
    let run = Errands::new(Walker).go(Errand::Walk(1));
    run.emit_to(live.clone()).await.unwrap();
    let run = Errands::new(Walker).go(Errand::Walk(1)).with_report().await;
    assert_eq!(told(&live.report().unwrap()), told(&run.report));
}

#[tokio::test(start_paused = true)]
async fn what_has_not_ended_is_pending() {
    let live = Live::new();
    assert!(live.report().is_none());
    let script = Script::new()
        .on("left", [give(1).after(2)])
        .on("after_left", [never()])
        .on("right", [fail("no right").after(1)]);
    let run = Diamond::new(script).run().emit_to(live.clone());
    let mut run = run.into_future();
    timeout(secs(5), &mut run).await.unwrap_err();
    let report = live.report().unwrap();
    let expected = "\
behaviour::diamond pending until 5000
  left ok (None, [], [], None)
    0-2000 (None, None) []
  after_left pending (None, [], [], None)
    2000-5000 (None, None) []
  right err (Some(\"no right\"), [], [], None)
    0-1000 (None, Some(\"no right\")) []
  after_right skipped (Some(\"a step that it needs failed\"), [], [\"right\"], None)
  join skipped (Some(\"a step that it needs failed\"), [], [\"right\"], None)
";
    assert_eq!(told(&report), expected);
    assert_eq!(report.elapsed(), secs(5));
    let table = report.to_string();
    assert!(
        table.contains("after_left   running         1  3000.00 ms"),
        "{table}"
    );
    let picture = report.mermaid();
    assert!(
        picture.contains("after_left[\"▸ after_left\"]:::running"),
        "{picture}"
    );
    drop(run);
    let report = live.report().unwrap();
    assert_eq!(report.outcome, OutcomeKind::Err);
    assert_eq!(
        report.step("after_left").unwrap().reason.as_deref(),
        Some("the run ended before it")
    );
}

#[tokio::test(start_paused = true)]
async fn elements_on_their_way_show_how_far_they_are() {
    let live = Live::new();
    let run = Through::new(Walk::taking(secs(2))).run(vec![1, 95]);
    let mut run = run.emit_to(live.clone()).into_future();
    timeout(secs(3), &mut run).await.unwrap_err();
    let report = live.report().unwrap();
    let all = report.step("all").unwrap();
    assert_eq!(all.progress.as_ref().unwrap().to_string(), "0 of 2");
    let inner = all.elements[1].attempts[0].run.as_deref().unwrap();
    assert_eq!(inner.elapsed(), secs(3));
    let steps = inner.steps.iter();
    let steps: Vec<_> = steps
        .map(|step| (step.outcome, step.attempts.len()))
        .collect();
    let (ok, open) = (OutcomeKind::Ok, OutcomeKind::Pending);
    assert_eq!(steps, [(ok, 1), (open, 1), (open, 1), (open, 0)]);
    let picture = report.mermaid();
    assert!(picture.contains("▸ double<br/>2 running"), "{picture}");
    let all = "▸ all · map id: u32 · 0 of 2, elements: 2 running";
    assert!(picture.contains(all), "{picture}");
    timeout(secs(2), &mut run).await.unwrap().unwrap_err();
    let report = live.report().unwrap();
    assert_eq!(report.error.unwrap().step.as_deref(), Some("all"));
}

/// Says how far each element has got.
struct Counting;

impl mapping::Steps for Counting {
    async fn fetch(&self, cx: &Context, id: u32, _: &String) -> Result<u32, Fault> {
        cx.progress(1, 2);
        Ok(id)
    }
}

#[tokio::test(start_paused = true)]
async fn how_far_an_element_has_got_is_not_how_it_was_undone() {
    let live = Live::new();
    let run = Mapping::new(Counting).run(vec![1, 2], String::new());
    let run = run.emit_to(live.clone()).with_report().await;
    same(&live, &run.report);
}

#[tokio::test(start_paused = true)]
async fn a_run_inside_one_of_which_too_little_is_known_stands_for_itself() {
    let recorder = Recorder::new();
    let run = Through::new(Walk::new()).run(vec![1]);
    run.emit_to(recorder.clone()).await.unwrap();
    let live = Live::new();
    let starts = |event: &Event| matches!(event.kind, EventKind::RunStarted { .. });
    for event in recorder.take().iter().filter(|event| starts(event)) {
        live.emit(event).unwrap();
    }
    let reports = live.reports();
    let names: Vec<_> = reports.iter().map(|report| &*report.pipeline).collect();
    assert_eq!(names, ["behaviour::through", "behaviour::through::all"]);
}

#[tokio::test(start_paused = true)]
async fn runs_that_have_ended_make_room() {
    let live = Live::new();
    let names = |live: &Live| {
        let reports = live.reports().into_iter();
        let told = reports.map(|report| format!("{} {}", report.pipeline, report.outcome));
        told.collect::<Vec<_>>()
    };
    let script = Script::new().on("left", [never()]);
    let mut slow = Diamond::new(script)
        .run()
        .emit_to(live.clone())
        .into_future();
    timeout(secs(1), &mut slow).await.unwrap_err();
    for _ in 0..2 {
        let run = Through::new(Walk::new()).run(vec![1]);
        run.emit_to(live.clone()).await.unwrap();
        assert_eq!(
            names(&live),
            ["behaviour::diamond pending", "behaviour::through ok"]
        );
    }
}

/// What stands in a file with these events.
fn stored(events: &Recorder) -> Live {
    let live = Live::stored();
    for event in events.events() {
        let line = serde_json::to_string(&event).unwrap();
        let event: Event = serde_json::from_str(&line).unwrap();
        live.emit(&event).unwrap();
    }
    live
}

#[tokio::test(start_paused = true)]
async fn stored_events_tell_all_runs_and_go_on_only_with_themselves() {
    let recorder = Recorder::new();
    let script = Script::new().on("left", [never()]);
    let slow = Diamond::new(script).run().emit_to(recorder.clone());
    let mut slow = slow.into_future();
    timeout(secs(2), &mut slow).await.unwrap_err();
    for _ in 0..2 {
        let run = Through::new(Walk::new()).run(vec![1]);
        run.emit_to(recorder.clone()).await.unwrap();
    }
    let live = stored(&recorder);
    tokio::time::advance(secs(60)).await;
    let reports = live.reports();
    let outcomes: Vec<_> = reports.iter().map(|report| report.outcome).collect();
    let (on, ok) = (OutcomeKind::Pending, OutcomeKind::Ok);
    assert_eq!(outcomes, [on, ok, ok]);
    let events = recorder.events();
    let mut own = events.iter().filter(|e| e.run_id == reports[0].run_id);
    assert_eq!(reports[0].finished, own.next_back().unwrap().time);
}

#[tokio::test(start_paused = true)]
async fn stored_events_make_the_same_report() {
    let recorder = Recorder::new();
    let run = Traced::new(Stumbles).run(vec![4, 5], Ticket);
    let run = run.emit_to(recorder.clone()).with_report().await;
    let made = stored(&recorder).report().unwrap();
    assert!(made.graph().is_none());
    let steps = |report: &Report| {
        let mut report = report.clone();
        report.steps.sort_by(|one, other| one.step.cmp(&other.step));
        told(&report)
    };
    assert_eq!(steps(&made), steps(&run.report));
}

#[tokio::test(start_paused = true)]
async fn what_makes_no_sense_does_no_harm() {
    let recorder = Recorder::new();
    let script = Script::new().on("charge", [fail("declined")]);
    let run = Undoing::new(script).run(1).emit_to(recorder.clone());
    run.await.unwrap_err();
    let events = recorder.take();
    let live = Live::new();
    for event in events.iter().rev().chain(&events) {
        let mut event = event.clone();
        live.emit(&event).unwrap();
        event.parent_run = Some(event.run_id);
        event.parent_step = Some("charge".into());
        live.emit(&event).unwrap();
    }
    let [report] = &live.reports()[..] else {
        panic!("there was one run");
    };
    assert_eq!(report.outcome, OutcomeKind::Err);
    assert!(report.json().contains("declined"));
}
