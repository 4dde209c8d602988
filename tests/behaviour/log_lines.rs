//! Log lines that say which run, step and attempt they come from.

use std::io::Write;
use std::sync::{Arc, Mutex};

use pipewright::{Blocking, Context, CorrelationId, InRun, Place, Spawn};
use serde_json::Value;
use tracing::Dispatch;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::listening::listen;
use crate::pipelines::{
    Diamond, Guarded, LimitedEach, ThroughBare, ThroughNothing, Traced, TracedPart, diamond,
    limited_each, through_bare, through_nothing,
};
use crate::script::Fault;
use crate::traced::{Stumbles, Ticket};
use crate::traces::{Says, Talkative};

/// What was written.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut self.0.lock().unwrap())).unwrap()
    }

    /// The objects that were written, each as the four members that a run adds.
    fn objects(&self) -> Vec<[Value; 5]> {
        let members = |line: &str| {
            let object: Value = serde_json::from_str(line).unwrap();
            let names = ["correlation_id", "pipeline", "step", "attempt"];
            let [id, pipeline, step, attempt] = names.map(|name| object[name].clone());
            [
                object["fields"]["message"].clone(),
                id,
                pipeline,
                step,
                attempt,
            ]
        };
        self.take().lines().map(members).collect()
    }

    /// Writes objects, without the spans of pipewright.
    fn json(&self) -> Dispatch {
        let json = tracing_subscriber::fmt().json().with_writer(self.clone());
        let format = json.map_event_format(InRun::new);
        let filter = EnvFilter::new("info,pipewright=warn");
        Dispatch::new(format.with_env_filter(filter).finish())
    }
}

const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn id() -> CorrelationId {
    ID.parse().unwrap()
}

fn object(message: &str, pipeline: &str, at: Option<(&str, u32)>) -> [Value; 5] {
    [
        message.into(),
        ID.into(),
        pipeline.into(),
        at.map(|at| at.0).into(),
        at.map(|at| at.1).into(),
    ]
}

#[tokio::test]
async fn a_line_of_text_ends_with_where_it_comes_from() {
    let lines = Lines::default();
    let text = tracing_subscriber::fmt()
        .with_writer(lines.clone())
        .without_time()
        .with_target(false)
        .with_ansi(false)
        .map_event_format(InRun::new)
        .with_env_filter(EnvFilter::new("info,pipewright=warn"));
    let listening = listen(text.finish());
    Diamond::new(Says).run().correlation_id(id()).await.unwrap();
    tracing::info!("over");
    drop(listening);
    let fields = |step| {
        format!("correlation_id={ID} pipeline=\"behaviour::diamond\" step=\"{step}\" attempt=1")
    };
    let (left, after) = (fields("left"), fields("after_left"));
    assert_eq!(
        lines.take(),
        format!(
            " INFO one {left}\n INFO two {left}\n INFO one {after}\n INFO two {after}\n INFO over\n"
        )
    );
}

#[tokio::test]
async fn colours_stay_and_each_format_has_its_own_way() {
    let run = || Diamond::new(Says).run().correlation_id(id());
    let lines = Lines::default();
    let all = || {
        tracing_subscriber::fmt()
            .with_writer(lines.clone())
            .without_time()
    };

    let coloured = all().with_ansi(true).map_event_format(InRun::new).finish();
    let listening = listen(coloured);
    run().await.unwrap();
    drop(listening);
    let text = lines.take();
    assert!(text.starts_with("\x1b[32m INFO\x1b[0m"), "{text:?}");
    let field = "\x1b[3mattempt\x1b[0m\x1b[2m=\x1b[0m1\n";
    assert!(text.contains(field), "{text:?}");

    let compact = all().with_ansi(false).compact();
    let compact = compact.map_event_format(InRun::new).finish();
    let listening = listen(compact);
    run().await.unwrap();
    drop(listening);
    let text = lines.take();
    assert!(
        text.lines()
            .next()
            .unwrap()
            .ends_with("step=\"left\" attempt=1"),
        "{text}"
    );

    let pretty = all().with_ansi(false).pretty();
    let pretty = pretty.map_event_format(InRun::new).finish();
    let listening = listen(pretty);
    run().await.unwrap();
    drop(listening);
    let text = lines.take();
    let first = text.lines().next().unwrap();
    assert!(first.contains(": one, correlation_id: 4bf92f"), "{text}");
    assert!(first.ends_with(", step: \"left\", attempt: 1"), "{text}");
}

#[tokio::test]
async fn an_object_has_it_as_members() {
    let lines = Lines::default();
    let _listening = listen(lines.json());
    for place in [Place::default(), Place::scheduled(), Spawn.into()] {
        let run = Diamond::new(Says)
            .run()
            .correlation_id(id())
            .executor(place);
        run.await.unwrap();
        let said = |message, step| object(message, "behaviour::diamond", Some((step, 1)));
        assert_eq!(
            lines.objects(),
            [
                said("one", "left"),
                said("two", "left"),
                said("one", "after_left"),
                said("two", "after_left")
            ]
        );
    }
    tracing::info!("over");
    let over = &lines.objects()[0];
    assert_eq!(over[1..], [const { Value::Null }; 4]);
}

#[tokio::test]
async fn beside_the_steps_there_is_only_the_run() {
    let lines = Lines::default();
    let _listening = listen(lines.json());
    for place in [Place::default(), Place::scheduled()] {
        let run = Guarded::new(Talkative).run(11).correlation_id(id());
        run.executor(place).await.unwrap_err();
        let said = |message, at| object(message, "behaviour::guarded", at);
        assert_eq!(
            lines.objects(),
            [
                said("compares", Some(("compared", 1))),
                said("asked", None),
                said("tries", Some(("tried", 1)))
            ]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn inner_runs_attempts_and_what_is_spawned_have_their_own() {
    let lines = Lines::default();
    let _listening = listen(lines.json());
    let run = Traced::new(Stumbles).run(vec![4, 5], Ticket);
    run.correlation_id(id()).await.unwrap_err();
    let mut objects = lines.objects();
    objects.sort_by_key(|object| format!("{object:?}"));
    let part = |message| object(message, "behaviour::traced_part", Some(("work", 1)));
    let whole =
        |message, step, attempt| object(message, "behaviour::traced", Some((step, attempt)));
    let mut expected = vec![
        part("in 1 of behaviour::traced_part"),
        part("beside"),
        whole("tries", "tries", 1),
        whole("tries", "tries", 2),
        whole("element 4", "each", 1),
        whole("element 5", "each", 1),
        whole("element 5", "each", 2),
    ];
    expected.sort_by_key(|object| format!("{object:?}"));
    assert_eq!(objects, expected);
}

/// Says what it is called with.
struct Elements;

impl through_nothing::Steps for Elements {
    async fn open(&self, _: &Context, _: &u32) -> Result<(), Fault> {
        tracing::info!("open");
        Ok(())
    }

    async fn close(&self, _: &Context, _: &u32) -> Result<(), Fault> {
        tracing::info!("close");
        Ok(())
    }
}

impl through_bare::Steps for Elements {
    async fn twice(&self, _: &Context, cell: u32) -> Result<u32, Fault> {
        tracing::info!("{cell} twice");
        Ok(2 * cell)
    }
}

#[tokio::test]
async fn lines_inside_a_map_tell_its_element() {
    let lines = Lines::default();
    let text = tracing_subscriber::fmt()
        .with_writer(lines.clone())
        .without_time()
        .with_target(false)
        .with_ansi(false)
        .map_event_format(InRun::new)
        .with_env_filter(EnvFilter::new("info,pipewright=warn"));
    let listening = listen(text.finish());
    for place in [Place::default(), Spawn.into()] {
        let run = ThroughNothing::new(Elements).run(vec![7, 8]);
        run.correlation_id(id()).executor(place).await.unwrap();
        let said = lines.take();
        let mut said: Vec<_> = said.lines().collect();
        said.sort_unstable();
        let line = |what: &str, element| {
            format!(
                " INFO {what} correlation_id={ID} pipeline=\"behaviour::through_nothing::each_id\" step=\"{what}\" element={element} attempt=1"
            )
        };
        let lines = [("close", 0), ("close", 1), ("open", 0), ("open", 1)];
        assert_eq!(said, lines.map(|(what, element)| line(what, element)));
    }
    drop(listening);

    let _listening = listen(lines.json());
    let run = ThroughBare::new(Elements).run(vec![vec![1], vec![2, 3]]);
    run.correlation_id(id()).await.unwrap();
    let said = lines.take();
    let place = |line: &str| {
        let object: Value = serde_json::from_str(line).unwrap();
        assert_eq!(object["step"], "twice", "{object}");
        let said = object["fields"]["message"].as_str().unwrap().to_owned();
        let places = ["parent_element", "element"].map(|name| object[name].as_u64());
        (said, places)
    };
    let places: Vec<_> = said.lines().map(place).collect();
    let cell = |n: u32, row, cell| (format!("{n} twice"), [Some(row), Some(cell)]);
    assert_eq!(places, [cell(1, 0, 0), cell(2, 1, 0), cell(3, 1, 1)]);
}

#[test]
fn a_thread_that_blocks_knows_its_step() {
    let lines = Lines::default();
    let (listens, on_threads) = (lines.json(), lines.json());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .on_thread_start(move || {
            // as long as the thread lives
            std::mem::forget(tracing::dispatcher::set_default(&on_threads));
        })
        .build()
        .unwrap();
    let _listening = listen(listens);
    let run = TracedPart::new(Stumbles).run(7).correlation_id(id());
    runtime
        .block_on(async { run.executor(Blocking).await })
        .unwrap();
    let part = |message| object(message, "behaviour::traced_part", Some(("work", 1)));
    assert_eq!(
        lines.objects(),
        [part("in 1 of behaviour::traced_part"), part("beside")]
    );
}

#[tokio::test]
async fn warnings_say_it_too_where_nothing_less_is_wanted() {
    let lines = Lines::default();
    let json = tracing_subscriber::fmt().json().with_writer(lines.clone());
    let json = json.map_event_format(InRun::new);
    let json = json.with_max_level(tracing::Level::WARN).finish();
    let _listening = listen(json);
    let pipeline = Diamond::new(Warns);
    pipeline.run().correlation_id(id()).await.unwrap();
    assert_eq!(
        lines.objects(),
        [object("hot", "behaviour::diamond", Some(("right", 1)))]
    );
}

#[tokio::test]
async fn what_undoes_a_step_is_of_that_step() {
    let lines = Lines::default();
    let _listening = listen(lines.json());
    let run = LimitedEach::new(Forgets).run(vec![1]);
    run.correlation_id(id()).await.unwrap_err();
    let forgot = object("forgot", "behaviour::limited_each", Some(("ask", 1)));
    assert_eq!(lines.objects(), [forgot]);
}

/// Says what it undoes.
struct Forgets;

impl limited_each::Steps for Forgets {
    async fn ask(&self, _: &Context, number: u32) -> Result<u32, Fault> {
        Ok(number)
    }

    async fn check(&self, _: &Context) -> Result<(), Fault> {
        Err(Fault("wrong"))
    }

    async fn forget(&self, _: &Context, _: &Vec<u32>) -> Result<(), Fault> {
        tracing::info!("forgot");
        Ok(())
    }
}

/// Steps of which one warns.
struct Warns;

impl diamond::Steps for Warns {
    async fn left(&self, _: &Context) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn right(&self, _: &Context) -> Result<u32, Fault> {
        tracing::warn!("hot");
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
