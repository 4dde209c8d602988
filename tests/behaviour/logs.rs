//! Emitters that are there: lines for people and for programs, `tracing`, a channel.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use pipewright::emitters::{self, Log, Recorder, Traced};
use pipewright::{Context, Delivery, Emitter, Emitters, Event, Level};

use crate::pipelines::rounds::AfterFirst;
use crate::pipelines::{Diamond, MappingSkip, Retrying, Rounds, mapping_skip};
use crate::queues::{Log as State, Player};
use crate::script::{Fault, Script, fail, give};
use crate::traces;

/// A file in memory.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines without their times.
    fn lines(&self) -> Vec<String> {
        let text = self.text();
        let lines = text
            .lines()
            .map(|line| line.split_once(' ').unwrap().1.to_owned());
        lines.collect()
    }
}

/// Runs one that is retried, and has a step that nobody needs.
async fn tried(log: Log) {
    let script = Script::new().on("timed", [fail("busy").after(1), give(1)]);
    Retrying::new(script).run().emit_to(log).await.unwrap();
}

/// What is told of the step `timed`, and of the run.
fn picked(paper: &Paper) -> Vec<String> {
    let lines = paper.lines().into_iter();
    lines
        .filter(|line| line.contains("timed") || line.starts_with('S'))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn lines_for_people() {
    let paper = Paper::default();
    tried(Log::to(paper.clone())).await;
    assert_eq!(
        picked(&paper),
        [
            "SYSTEM  behaviour::retrying: started",
            "DEBUG   behaviour::retrying: timed started",
            "WARN    behaviour::retrying: timed, attempt 1 failed after 1 s: busy; again in 1 s",
            "DEBUG   behaviour::retrying: timed, attempt 2 started",
            "DEBUG   behaviour::retrying: timed, attempt 2 ok after 0 µs",
            "INFO    behaviour::retrying: timed ok after 2 s",
            "SUCCESS behaviour::retrying: ok after 2 s",
        ]
    );
    let text = paper.text();
    assert!(!text.contains('\x1b'), "a file has no colours");
    let (time, _) = text.split_once(' ').unwrap();
    assert_eq!(time.len(), "2026-11-26T06:20:01.512Z".len(), "{time}");
}

#[tokio::test(start_paused = true)]
async fn lines_may_tell_which_run_it_was() {
    let paper = Paper::default();
    let log = Log::to(paper.clone()).level(Level::Success).ids();
    let run = Diamond::new(Script::new()).run().emit_to(log);
    let report = run.with_report().await.report;
    let (run, id) = (report.run_id, report.correlation_id);
    let line = paper.lines().pop().unwrap();
    assert!(
        line.ends_with(&format!(" run_id={run} correlation_id={id}")),
        "{line}"
    );
}

#[tokio::test(start_paused = true)]
async fn only_what_matters_enough() {
    let paper = Paper::default();
    tried(Log::to(paper.clone()).level(Level::Success)).await;
    assert_eq!(
        picked(&paper),
        [
            "WARN    behaviour::retrying: timed, attempt 1 failed after 1 s: busy; again in 1 s",
            "SUCCESS behaviour::retrying: ok after 2 s",
        ]
    );
    let paper = Paper::default();
    let script = Script::new().on("left", [fail("no left")]);
    let run = Diamond::new(script).run();
    let log = Log::to(paper.clone()).level(Level::Error);
    run.emit_to(log).await.unwrap_err();
    let lines = paper.lines();
    let lines: Vec<_> = lines
        .iter()
        .map(|line| line.split_once(" after").unwrap())
        .collect();
    assert_eq!(lines[0].0, "ERROR   behaviour::diamond: left failed");
    assert_eq!(lines[1].0, "ERROR   behaviour::diamond: failed");
    assert!(
        lines[1].1.ends_with(": step `left` failed: no left"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_told_does_nothing_to_a_terminal() {
    let paper = Paper::default();
    let script = Script::new().on("left", [fail("no\n\x1b[2Jleft\x07")]);
    let run = Diamond::new(script).run();
    let log = Log::to(paper.clone()).color(true).level(Level::Error);
    run.emit_to(log).await.unwrap_err();
    let lines = paper.lines();
    assert!(lines[0].starts_with("\x1b[1;31mERROR  \x1b[0m behaviour::diamond: left failed"));
    assert!(
        lines[0].ends_with(": no \u{fffd}[2Jleft\u{fffd}"),
        "{:?}",
        lines[0]
    );
}

#[tokio::test(start_paused = true)]
async fn json_lines_can_be_read_back() {
    let (paper, recorder) = (Paper::default(), Recorder::new());
    let log = Log::to(paper.clone()).json();
    let script = Script::new().on("left", [fail("no \"left\"\n")]);
    let run = Diamond::new(script).run().emit_to(log);
    run.emit_also_to(recorder.clone()).await.unwrap_err();
    let events = recorder.take();
    let text = paper.text();
    assert_eq!(text.lines().count(), events.len());
    for (line, event) in text.lines().zip(&events) {
        let back: Event = serde_json::from_str(line).unwrap();
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(json["level"], event.level().name());
        assert_eq!(json["event"], event.kind.name());
        assert_eq!(back.to_string(), event.to_string());
        assert_eq!(
            serde_json::to_value(&back).unwrap(),
            serde_json::to_value(event).unwrap()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn logfmt_tells_payloads_results_and_errors() {
    let paper = Paper::default();
    let log = Log::to(paper.clone()).logfmt();
    let first = |queue: &mut AfterFirst| {
        queue.tail().visit(7);
        queue.tail().visit(101);
    };
    let workflow = Rounds::builder()
        .steps(Player::new(first))
        .emit_to(log)
        .build();
    let run = workflow.run(State::default()).with_report().await;
    let text = paper.text();
    let visits: Vec<_> = text
        .lines()
        .filter(|line| line.contains("event=step_ended pipeline=behaviour::rounds step=visit"))
        .collect();
    let id = run.report.run_id;
    assert!(visits[0].starts_with("timestamp=20"), "{}", visits[0]);
    assert!(
        visits[0].contains(" level=info event=step_ended pipeline=behaviour::rounds step=visit attempt=1 payload=7 result=8 took="),
        "{}", visits[0]
    );
    assert!(visits[0].contains(&format!(" run_id={id} correlation_id=")));
    assert!(
        visits[1].contains(" level=error event=step_ended pipeline=behaviour::rounds step=visit attempt=1 payload=101 result=err error="),
        "{}", visits[1]
    );
}

/// Elements of which some fail.
struct Some;

impl mapping_skip::Steps for Some {
    async fn fetch(&self, _: &Context, id: String) -> Result<u32, Fault> {
        match &*id {
            "gone" => Err(Fault("gone")),
            _ => Ok(1),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failures_that_are_dealt_with_are_warnings() {
    let paper = Paper::default();
    let log = Log::to(paper.clone()).level(Level::Info);
    let ids = ["one", "gone"].map(str::to_owned).to_vec();
    MappingSkip::new(Some).run(ids).emit_to(log).await.unwrap();
    let told: Vec<_> = paper
        .lines()
        .into_iter()
        .map(|line| {
            line.split_once(" after")
                .map_or(line.clone(), |(told, _)| told.to_owned())
        })
        .collect();
    assert_eq!(
        told,
        [
            "SYSTEM  behaviour::mapping_skip: started",
            "WARN    behaviour::mapping_skip: fetch[1] failed",
            "INFO    behaviour::mapping_skip: fetch ok",
            "SUCCESS behaviour::mapping_skip: ok",
        ]
    );
}

#[test]
fn what_is_missing_is_written_where_it_is_missing() {
    for (form, expected) in [
        (
            Log::to as fn(Paper) -> Log,
            "WARN    3 events are missing here: they came too fast",
        ),
        (
            |paper| Log::to(paper).json(),
            r#""event":"lost","events":3}"#,
        ),
        (
            |paper| Log::to(paper).logfmt(),
            "level=warn event=lost events=3",
        ),
    ] {
        let paper = Paper::default();
        let log = form(paper.clone());
        log.lost(3);
        log.flush().unwrap();
        let text = paper.text();
        assert!(text.trim_end().ends_with(expected), "{text}");
    }
}

/// A disk that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::new(
            io::ErrorKind::StorageFull,
            "the disk is full",
        ))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_cannot_be_written_is_a_warning() {
    let run = Diamond::new(Script::new()).run().emit_to(Log::to(Full));
    let run = run.with_report().await;
    run.output.unwrap();
    let [warning] = &*run.report.warnings else {
        panic!("{:?}", run.report.warnings);
    };
    assert!(
        warning.ends_with("Log` has failed: the disk is full"),
        "{warning}"
    );
}

#[tokio::test(start_paused = true)]
async fn tracing_has_the_events_in_their_spans() {
    let recorder = traces::Recorder::default();
    let _listening = recorder.listen();
    let script = Script::new().on("right", [fail("no")]);
    Diamond::new(script)
        .run()
        .emit_to(Traced)
        .await
        .unwrap_err();
    let events = recorder.events();
    assert_eq!(events[0], "behaviour::diamond: started in the run");
    assert!(
        events
            .last()
            .unwrap()
            .ends_with(": step `right` failed: no in the run")
    );
    let right: Vec<_> = events
        .iter()
        .filter(|event| event.contains(": right"))
        .collect();
    assert_eq!(right[0], "behaviour::diamond: right started in the run");
    assert!(
        right[2].starts_with("behaviour::diamond: right failed after"),
        "{right:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_channel_that_nobody_reads_loses_what_has_no_room() {
    let (emitter, mut events) = emitters::channel(4);
    let emitters = Emitters::from(emitter);
    let pipeline = Diamond::builder()
        .steps(Script::new())
        .emit_to(emitters)
        .build();
    let run = pipeline.run().with_report().await;
    let warning = &run.report.warnings[0];
    assert!(
        warning.contains("has not taken 13 of 17 events: there was no room"),
        "{warning}"
    );
    assert_eq!(events.lost(), 13);
    drop(pipeline);
    let mut received = 0;
    while events.recv().await.is_some() {
        received += 1;
    }
    assert_eq!(received, 4);
    let (emitter, events) = emitters::channel(1);
    drop(events);
    let run = Diamond::new(Script::new())
        .run()
        .emit_to(Delivery::to(emitter));
    assert_eq!(
        run.with_report().await.report.warnings,
        [""; 0],
        "nobody wants to know"
    );
}
