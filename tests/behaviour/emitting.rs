//! What emitters are told of a run, and in which order.

use std::fmt::Write as _;
use std::future::IntoFuture;

use pipewright::emitters::Recorder;
use pipewright::{
    Blocking, Context, Emitters, Event, EventKind, Field, OutcomeKind, Place, Report, Spawn,
};

use crate::flows::{Errand, Walker};
use crate::pipelines::rounds::AfterFirst;
use crate::pipelines::{
    Around, Diamond, Errands, MappingSome, MappingThreads, Retrying, Rounds, TailPlain, Undoing,
    diamond, mapping_some, mapping_threads,
};
use crate::queues::{Log as State, Player};
use crate::script::{Fault, Script, fail, give, never, secs};

/// An event in one line.
fn told(event: &Event) -> String {
    let mut text = event.step.as_deref().unwrap_or("run").to_owned();
    if let Some(element) = event.element {
        write!(text, "[{element}]").unwrap();
    }
    if let Some(attempt) = event.attempt {
        write!(text, "#{attempt}").unwrap();
    }
    let name = event.kind.name();
    write!(text, " {}", name.trim_start_matches("step_")).unwrap();
    if let Some(outcome) = event.outcome() {
        write!(text, " {outcome}").unwrap();
    }
    if let Some(error) = event.error() {
        write!(text, ": {error}").unwrap();
    }
    match &event.kind {
        EventKind::AttemptEnded { wait, .. } | EventKind::UndoAttemptEnded { wait, .. } => {
            wait.iter()
                .for_each(|wait| write!(text, ", {} s", wait.as_secs_f64()).unwrap());
        }
        EventKind::Said { name, fields } => write!(text, " {name} {fields:?}").unwrap(),
        EventKind::Progress { done, total } => write!(text, " {done} of {total:?}").unwrap(),
        _ => {}
    }
    text
}

fn story(recorder: &Recorder) -> Vec<String> {
    recorder.take().iter().map(told).collect()
}

/// What was told of one step.
fn of(recorder: &Recorder, step: &str) -> Vec<String> {
    let events = recorder.events();
    let events = events
        .iter()
        .filter(|event| event.step.as_deref() == Some(step));
    events.map(told).collect()
}

const WELL: [&str; 17] = [
    "run run_started",
    "left#1 started",
    "left#1 attempt_ended ok",
    "left#1 ended ok",
    "after_left#1 started",
    "after_left#1 attempt_ended ok",
    "after_left#1 ended ok",
    "right#1 started",
    "right#1 attempt_ended ok",
    "right#1 ended ok",
    "after_right#1 started",
    "after_right#1 attempt_ended ok",
    "after_right#1 ended ok",
    "join#1 started",
    "join#1 attempt_ended ok",
    "join#1 ended ok",
    "run run_ended ok",
];

#[tokio::test(start_paused = true)]
async fn each_thing_that_happens_is_told_in_order() {
    let recorder = Recorder::new();
    let pipeline = Diamond::new(Script::new());
    pipeline.run().emit_to(recorder.clone()).await.unwrap();
    assert_eq!(story(&recorder), WELL);
    for place in [Place::scheduled(), Spawn.into(), Blocking.into()] {
        let run = pipeline.run().executor(place).emit_to(recorder.clone());
        let run = run.with_report().await;
        let events = recorder.take();
        assert_eq!(run.report.warnings, [""; 0]);
        let mut told: Vec<_> = events.iter().map(told).collect();
        assert_eq!(told.first().unwrap(), WELL[0]);
        assert_eq!(told.last().unwrap(), WELL[16]);
        assert!(events.iter().all(|event| event.run_id == run.report.run_id
            && event.correlation_id == run.report.correlation_id
            && event.parent_run.is_none()
            && event.pipeline == "behaviour::diamond"));
        let mut well = WELL;
        well.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, well);
    }
}

#[tokio::test(start_paused = true)]
async fn times_are_those_of_the_report() {
    let script = Script::new()
        .on("left", [give(1).after(2)])
        .on("join", [give(1).after(3)]);
    let recorder = Recorder::new();
    let run = Diamond::new(script).run().emit_to(recorder.clone());
    let report = run.with_report().await.report;
    let events = recorder.events();
    let begin = events[0].time;
    let at = |step: &str, kind: &str| {
        let found = events
            .iter()
            .find(|event| event.step.as_deref() == Some(step) && event.kind.name() == kind);
        let time = found.unwrap().time.duration_since(begin).unwrap();
        time.as_millis() as f64 / 1000.0
    };
    assert_eq!(at("left", "step_started"), 0.0);
    assert_eq!(at("left", "step_ended"), 2.0);
    assert_eq!(at("join", "step_started"), 2.0);
    assert_eq!(at("join", "step_ended"), 5.0);
    let EventKind::RunEnded { took, .. } = &events.last().unwrap().kind else {
        panic!("it has not ended");
    };
    assert_eq!(took.as_secs(), 5);
    assert_eq!(report.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn attempts_waits_and_errors_are_told() {
    let script = Script::new().on("timed", [fail("busy"), never(), give(1)]);
    let recorder = Recorder::new();
    let run = Retrying::new(script).run().emit_to(recorder.clone());
    run.await.unwrap();
    assert_eq!(
        of(&recorder, "timed"),
        [
            "timed#1 started",
            "timed#1 attempt_ended err: busy, 1 s",
            "timed#2 attempt_started",
            "timed#2 attempt_ended err: timed out after 2s, 2 s",
            "timed#3 attempt_started",
            "timed#3 attempt_ended ok",
            "timed#3 ended ok",
        ]
    );
    let events = recorder.events();
    let ended = |event: &&Event| event.step.as_deref() == Some("timed");
    let EventKind::StepEnded { took, .. } = events.iter().rfind(ended).unwrap().kind else {
        panic!("it has not ended");
    };
    assert_eq!(took.as_secs(), 5, "waits included");
}

#[tokio::test(start_paused = true)]
async fn failures_and_what_they_took_down_are_told() {
    for place in [Place::default(), Place::scheduled(), Spawn.into()] {
        let script = Script::new().on("left", [fail("no left")]);
        let recorder = Recorder::new();
        let run = Diamond::new(script).run().executor(place);
        run.emit_to(recorder.clone()).await.unwrap_err();
        assert_eq!(
            of(&recorder, "left"),
            [
                "left#1 started",
                "left#1 attempt_ended err: no left",
                "left#1 ended err: no left"
            ]
        );
        assert_eq!(
            of(&recorder, "join"),
            ["join ended skipped: a step that it needs failed"]
        );
        assert_eq!(
            story(&recorder).last().unwrap(),
            "run run_ended err: pipeline `behaviour::diamond`: step `left` failed: no left"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_without_output_has_not_ended_well() {
    let recorder = Recorder::new();
    let run = TailPlain::new(Script::new()).run(false);
    run.emit_to(recorder.clone()).await.unwrap_err();
    let last = recorder.take().pop().unwrap();
    assert_eq!(last.outcome(), Some(OutcomeKind::Err));
}

#[tokio::test(start_paused = true)]
async fn emitters_of_a_pipeline_are_replaced_added_to_or_left_out() {
    let (of_all, of_one) = (Recorder::new(), Recorder::new());
    let pipeline = Diamond::builder()
        .steps(Script::new())
        .emit_to([of_all.clone(), of_all.clone()])
        .build();
    let counts = || (of_all.take().len(), of_one.take().len());
    pipeline.clone().run().await.unwrap();
    assert_eq!(counts(), (34, 0), "several at once");
    pipeline.run().emit_to(of_one.clone()).await.unwrap();
    assert_eq!(counts(), (0, 17), "replaced");
    pipeline.run().emit_also_to(of_one.clone()).await.unwrap();
    assert_eq!(counts(), (34, 17), "added");
    pipeline.run().emit_to(Emitters::none()).await.unwrap();
    assert_eq!(counts(), (0, 0), "nobody");
    pipeline
        .run()
        .emit_to(Vec::<Recorder>::new())
        .await
        .unwrap();
    assert_eq!(counts(), (0, 0), "an empty list");
}

#[tokio::test(start_paused = true)]
async fn runs_inside_a_run_tell_its_emitters() {
    let recorder = Recorder::new();
    let run = Around::new(Script::new()).run(1).emit_to(recorder.clone());
    let report = run.with_report().await.report;
    let events = recorder.take();
    let inner: Vec<_> = events
        .iter()
        .filter(|event| event.pipeline == "behaviour::inside")
        .collect();
    assert_eq!(inner.len(), 2 * 11);
    assert!(
        inner
            .iter()
            .all(|event| event.parent_run == Some(report.run_id)
                && event.correlation_id == report.correlation_id)
    );
    let first = report.step("inside").unwrap().run().unwrap().run_id;
    let of_first = inner.iter().filter(|event| event.run_id == first);
    assert_eq!(of_first.count(), 11, "a run of its own");
    let told: Vec<_> = events.iter().map(told).collect();
    assert_eq!(told[..2], ["run run_started", "inside#1 started"]);
    assert_eq!(events.last().unwrap().run_id, report.run_id);
}

/// Elements that are texts: what each call does, by the element and the attempt.
struct Elements;

impl mapping_some::Steps for Elements {
    async fn fetch(&self, cx: &Context, id: &String) -> Result<u32, Fault> {
        cx.event("asked", [("id", id.as_str().into())]);
        tokio::task::yield_now().await;
        match (id.as_str(), cx.attempt()) {
            ("busy", 1) => Err(Fault("busy")),
            ("gone", _) => Err(Fault("gone")),
            _ => Ok(1),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn elements_are_told_with_their_index() {
    let recorder = Recorder::new();
    let ids = ["one", "busy", "none"].map(str::to_owned).to_vec();
    let run = MappingSome::new(Elements)
        .run(ids)
        .emit_to(recorder.clone());
    run.await.unwrap();
    let told = of(&recorder, "fetch");
    let of = |element: &str| -> Vec<_> {
        let told = told.iter().filter_map(|told| told.strip_prefix("fetch"));
        told.filter(|told| told.starts_with(element)).collect()
    };
    assert_eq!(
        of("#1"),
        [
            "#1 started",
            "#1 progress 0 of Some(3)",
            "#1 attempt_ended ok",
            "#1 ended ok"
        ]
    );
    assert_eq!(
        of("[0]"),
        [
            "[0]#1 started",
            "[0]#1 said asked {\"id\": Text(\"one\")}",
            "[0]#1 attempt_ended ok",
            "[0]#1 ended ok",
        ]
    );
    assert_eq!(
        of("[1]"),
        [
            "[1]#1 started",
            "[1]#1 said asked {\"id\": Text(\"busy\")}",
            "[1]#1 attempt_ended err: busy, 1 s",
            "[1]#2 attempt_started",
            "[1]#2 said asked {\"id\": Text(\"busy\")}",
            "[1]#2 attempt_ended ok",
            "[1]#2 ended ok",
        ]
    );
    assert_eq!(of("[2]"), ["[2] ended skipped: its condition was false"]);
}

/// Steps that say something, in all the ways in which they can.
struct Says;

impl Says {
    async fn say(cx: &Context, step: &'static str) -> Result<u32, Fault> {
        cx.event("own", [("of", step.into())]);
        tokio::task::yield_now().await;
        cx.event("later", [("of", step.into())]);
        pipewright::current()
            .unwrap()
            .event("called", [("of", step.into())]);
        let elsewhere = cx.clone();
        let said = tokio::spawn(async move { elsewhere.event("moved", [("of", step.into())]) });
        said.await.unwrap();
        let spawned = cx.spawn(async move {
            tokio::task::yield_now().await;
            pipewright::current()
                .unwrap()
                .event("spawned", [("of", step.into())]);
        });
        spawned.await.unwrap().unwrap();
        cx.progress(1, 2);
        cx.progress(2, None);
        Ok(1)
    }
}

impl diamond::Steps for Says {
    async fn left(&self, cx: &Context) -> Result<u32, Fault> {
        Self::say(cx, "left").await
    }

    async fn right(&self, cx: &Context) -> Result<u32, Fault> {
        Self::say(cx, "right").await
    }

    async fn after_left(&self, cx: &Context, _: &u32) -> Result<u32, Fault> {
        // a run of its own says nothing here
        Diamond::new(Quiet)
            .run()
            .await
            .map_err(|_| Fault("inner"))?;
        Self::say(cx, "after_left").await
    }

    async fn after_right(&self, cx: &Context, _: &u32) -> Result<u32, Fault> {
        Self::say(cx, "after_right").await
    }

    async fn join(&self, cx: &Context, _: &u32, _: &u32) -> Result<u32, Fault> {
        Self::say(cx, "join").await
    }
}

struct Quiet;

impl diamond::Steps for Quiet {
    async fn left(&self, cx: &Context) -> Result<u32, Fault> {
        cx.event("nobody hears this", []);
        Ok(1)
    }

    async fn right(&self, _: &Context) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn after_left(&self, _: &Context, _: &u32) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn after_right(&self, _: &Context, _: &u32) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn join(&self, _: &Context, _: &u32, _: &u32) -> Result<u32, Fault> {
        Ok(1)
    }
}

const STEPS: [&str; 5] = ["left", "right", "after_left", "after_right", "join"];

#[tokio::test]
async fn what_steps_say_is_told_as_theirs_wherever_they_run() {
    for place in [
        Place::default(),
        Place::scheduled(),
        Spawn.into(),
        Blocking.into(),
    ] {
        let recorder = Recorder::new();
        let run = Diamond::new(Says)
            .run()
            .executor(place)
            .emit_to(recorder.clone());
        let report = run.with_report().await.report;
        for step in STEPS {
            let of = format!("{{\"of\": Text({step:?})}}");
            let said = |name: &str| format!("{step}#1 said {name} {of}");
            let told = of_step(&recorder, step);
            let expected = ["own", "later", "called", "moved", "spawned"].map(said);
            assert_eq!(told[1..6], expected);
            assert_eq!(told[6], format!("{step}#1 progress 1 of Some(2)"));
            assert_eq!(told[7], format!("{step}#1 progress 2 of None"));
            let report = report.step(step).unwrap();
            let names: Vec<_> = report.events.iter().map(|event| &*event.name).collect();
            assert_eq!(names, ["own", "later", "called", "moved", "spawned"]);
            assert!(
                report.events.iter().all(|event| event.attempt == 1
                    && event.fields["of"] == Field::Text(step.to_owned()))
            );
        }
    }
}

fn of_step(recorder: &Recorder, step: &str) -> Vec<String> {
    of(recorder, step)
}

#[tokio::test(start_paused = true)]
async fn what_steps_say_is_in_the_report_without_emitters_too() {
    let report = Diamond::new(Says).run().with_report().await.report;
    assert!(
        STEPS
            .iter()
            .all(|step| report.step(step).unwrap().events.len() == 5)
    );
    let ids = ["one", "busy"].map(str::to_owned).to_vec();
    let run = MappingSome::new(Elements).run(ids).with_report().await;
    let said = &run.report.step("fetch").unwrap().events;
    let again = said.iter().find(|said| said.attempt == 2).unwrap();
    let since = again.time.duration_since(run.report.started).unwrap();
    assert_eq!(since.as_millis(), 1000, "by the clock of the report");
    let mut said: Vec<_> = said
        .iter()
        .map(|said| (said.element, said.attempt))
        .collect();
    said.sort_unstable();
    assert_eq!(said, [(Some(0), 1), (Some(1), 1), (Some(1), 2)]);

    let text = serde_json::to_string(&report).unwrap();
    let back: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(
        back.step("join").unwrap().events,
        report.step("join").unwrap().events
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_cut_off_ends_as_cancelled() {
    for place in [Place::default(), Spawn.into()] {
        let recorder = Recorder::new();
        let script = Script::new().on("left", [never()]);
        let run = Diamond::new(script).run().executor(place);
        let run = run.emit_to(recorder.clone());
        let run = tokio::time::timeout(secs(1), run.into_future()).await;
        run.unwrap_err();
        let last = recorder.take().pop().unwrap();
        assert_eq!(
            told(&last),
            "run run_ended err: pipeline `behaviour::diamond`: its future was dropped"
        );
        assert!(matches!(
            last.kind,
            EventKind::RunEnded {
                cancelled: true,
                ..
            }
        ));
        tokio::time::sleep(secs(60)).await;
        assert_eq!(story(&recorder), [""; 0], "nothing comes after that");
    }
    let recorder = Recorder::new();
    drop(
        Diamond::new(Script::new())
            .run()
            .emit_to(recorder.clone())
            .into_future(),
    );
    assert_eq!(story(&recorder), [""; 0], "it never began");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_run_says_so() {
    let recorder = Recorder::new();
    let script = Script::new().on("left", [never()]);
    let mut run = Diamond::new(script)
        .run()
        .emit_to(recorder.clone())
        .into_future();
    let _ = tokio::time::timeout(secs(1), &mut run).await;
    run.cancel();
    run.await.unwrap_err();
    assert_eq!(
        of(&recorder, "left")[1..],
        [
            "left#1 attempt_ended err: it was cancelled",
            "left#1 ended err: it was cancelled"
        ]
    );
    let last = recorder.take().pop().unwrap();
    assert!(matches!(
        last.kind,
        EventKind::RunEnded {
            cancelled: true,
            ..
        }
    ));
}

#[tokio::test(start_paused = true)]
async fn undoing_is_told() {
    let recorder = Recorder::new();
    let script = Script::new()
        .on("confirm", [fail("no")])
        .on("release", [fail("locked"), give(1)])
        .on("cancel", [fail("too late")]);
    let run = Undoing::new(script).run(7).emit_to(recorder.clone());
    run.await.unwrap_err();
    let told = |step| -> Vec<_> {
        let told = of(&recorder, step).into_iter();
        told.filter(|told| told.contains("undo")).collect()
    };
    assert_eq!(
        told("reserve"),
        [
            "reserve#1 undo_started",
            "reserve#1 undo_attempt_ended: locked, 1 s",
            "reserve#2 undo_attempt_ended",
            "reserve#2 undo_ended ok",
        ]
    );
    assert_eq!(
        told("book"),
        [
            "book#1 undo_started",
            "book#1 undo_attempt_ended: too late",
            "book#1 undo_ended err: too late",
        ]
    );
    assert!(
        story(&recorder)
            .last()
            .unwrap()
            .starts_with("run run_ended err")
    );
}

#[tokio::test(start_paused = true)]
async fn the_calls_of_a_flow_are_told() {
    let recorder = Recorder::new();
    let flow = Errands::builder()
        .steps(Walker)
        .emit_to(recorder.clone())
        .build();
    flow.go(Errand::Walk(1)).await.unwrap();
    assert_eq!(
        story(&recorder)[..5],
        [
            "run run_started",
            "go#1 started",
            "walk#1 started",
            "walk#1 started",
            "count#1 started",
        ]
    );
    flow.go(Errand::Walk(7)).await.unwrap_err();
    assert_eq!(
        story(&recorder)[3..],
        [
            "walk#1 attempt_ended err: lost",
            "walk#1 ended err: lost",
            "go#1 attempt_ended err: lost",
            "go#1 ended err: lost",
            "run run_ended err: pipeline `behaviour::errands`: step `go` failed: lost",
        ]
    );
    flow.go(Errand::GiveUp).await.unwrap();
    assert_eq!(
        of(&recorder, "wait"),
        ["wait#1 started", "wait#1 ended skipped"]
    );
    recorder.take();
    let walk = flow.go(Errand::Panic(0));
    walk.await.unwrap_err();
    assert_eq!(
        of(&recorder, "walk"),
        [
            "walk#1 started",
            "walk#1 attempt_ended err: panicked: too far",
            "walk#1 ended err: panicked: too far",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn the_attempts_of_a_workflow_are_told() {
    let recorder = Recorder::new();
    let first = |queue: &mut AfterFirst| queue.tail().tried(1);
    let run = Rounds::new(Player::new(first)).run(State::default());
    run.emit_to(recorder.clone()).await.unwrap();
    assert_eq!(
        of(&recorder, "tried"),
        [
            "tried#1 started",
            "tried#1 attempt_ended err: not yet, 1 s",
            "tried#2 attempt_started",
            "tried#2 attempt_ended err: not yet, 1 s",
            "tried#3 attempt_started",
            "tried#3 attempt_ended ok",
            "tried#3 ended ok",
        ]
    );
    assert_eq!(story(&recorder).last().unwrap(), "run run_ended ok");
}

/// Elements on threads, which say something.
struct Threads;

impl mapping_threads::Steps for Threads {
    async fn load(&self, _: &Context) -> Result<String, Fault> {
        Ok(String::new())
    }

    fn work(&self, cx: &Context, id: &u32, _: &String) -> Result<u32, Fault> {
        cx.event("own", [("id", (*id).into())]);
        pipewright::current()
            .unwrap()
            .event("called", [("id", (*id).into())]);
        Ok(*id)
    }

    async fn take(
        &self,
        _: &Context,
        settings: String,
        _: Option<&Vec<u32>>,
    ) -> Result<(String, u32), Fault> {
        Ok((settings, 0))
    }
}

#[tokio::test]
async fn what_elements_say_on_threads_is_theirs() {
    let run = MappingThreads::new(Threads).run(vec![5, 6, 7]);
    let run = run.with_report().await;
    run.output.unwrap();
    let events = &run.report.step("work").unwrap().events;
    let mut said: Vec<_> = events
        .iter()
        .map(|said| (said.element, &*said.name, said.fields["id"].clone()))
        .map(|(element, name, id)| (element.unwrap(), name, id.to_string()))
        .collect();
    said.sort_unstable();
    let said: Vec<_> = said
        .iter()
        .map(|(e, name, id)| (*e, *name, &**id))
        .collect();
    assert_eq!(
        said,
        [
            (0, "called", "5"),
            (0, "own", "5"),
            (1, "called", "6"),
            (1, "own", "6"),
            (2, "called", "7"),
            (2, "own", "7"),
        ]
    );
}
