//! Spans: one for the run, one for each step.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use pipewright::{Blocking, Context, CorrelationId, Place, Spawn};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context as LayerContext, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::listening::listen;
use crate::pipelines::{Diamond, Guarded, TailPlain, diamond, guarded};
use crate::script::{Fault, Script, fail};

/// Keeps the fields of all spans, and the spans of all events.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Recorded>>);

#[derive(Default)]
struct Recorded {
    spans: BTreeMap<u64, Fields>,
    closed: Vec<u64>,
    /// Which span follows which others.
    follows: Vec<(u64, u64)>,
    events: Vec<String>,
    /// When spans were opened, added to, and closed, in order.
    story: Vec<String>,
}

#[derive(Clone, Default)]
struct Fields {
    name: &'static str,
    parent: Option<u64>,
    fields: BTreeMap<&'static str, String>,
}

impl Recorded {
    /// Whose span it is.
    fn owner(&self, id: u64) -> &str {
        let span = &self.spans[&id];
        match (span.fields.get("step"), span.name, span.parent) {
            (Some(step), ..) => step,
            _ => "the run",
        }
    }

    /// The spans inside this one.
    fn tree(&self, inside: Option<u64>, indent: &str, tree: &mut String) {
        const FIELDS: [&str; 7] = [
            "pipeline",
            "step",
            "index",
            "attempt",
            "outcome",
            "error_kind",
            "error",
        ];
        for (id, span) in &self.spans {
            if span.parent != inside {
                continue;
            }
            write!(tree, "{indent}{}", span.name).unwrap();
            for field in FIELDS {
                if let Some(value) = span.fields.get(field) {
                    write!(tree, " {field}={value}").unwrap();
                }
            }
            for (_, follows) in self.follows.iter().filter(|(from, _)| from == id) {
                write!(tree, ", after {}", self.owner(*follows)).unwrap();
            }
            tree.push('\n');
            self.tree(Some(*id), &format!("{indent}  "), tree);
        }
    }

    /// What happens to a span, and what is told of it, but for what no two runs have in common.
    fn tell(&mut self, id: &Id, what: &str, mut told: BTreeMap<&'static str, String>) {
        told.remove("run_id");
        let owner = self.owner(id.into_u64());
        let story = format!("{what} {owner} {told:?}");
        self.story.push(story);
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.into());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        while let Some(error) = source {
            write!(text, " < {error}").unwrap();
            source = error.source();
        }
        self.fields.insert(field.name(), text);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: LayerContext<'_, S>) {
        let mut fields = Fields {
            name: attributes.metadata().name(),
            parent: cx
                .span(id)
                .and_then(|span| Some(span.parent()?.id().into_u64())),
            ..Fields::default()
        };
        attributes.record(&mut fields);
        let (told, mut recorded) = (fields.fields.clone(), self.0.lock().unwrap());
        let inside = fields.parent.map(|run| recorded.spans[&run].name);
        recorded.spans.insert(id.into_u64(), fields);
        recorded.tell(id, &format!("opened inside {inside:?}"), told);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: LayerContext<'_, S>) {
        let (mut more, mut recorded) = (Fields::default(), self.0.lock().unwrap());
        values.record(&mut more);
        recorded.tell(id, "added to", more.fields.clone());
        let fields = &mut recorded.spans.get_mut(&id.into_u64()).unwrap().fields;
        fields.append(&mut more.fields);
    }

    fn on_follows_from(&self, id: &Id, follows: &Id, _: LayerContext<'_, S>) {
        let both = (id.into_u64(), follows.into_u64());
        self.0.lock().unwrap().follows.push(both);
    }

    fn on_event(&self, event: &Event<'_>, cx: LayerContext<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut text = fields.fields["message"].clone();
        if let Some(span) = cx.event_span(event) {
            let recorded = self.0.lock().unwrap();
            let owner = recorded.owner(span.id().into_u64());
            write!(text, " in {owner}").unwrap();
        }
        self.0.lock().unwrap().events.push(text);
    }

    fn on_close(&self, id: Id, _: LayerContext<'_, S>) {
        let mut recorded = self.0.lock().unwrap();
        recorded.closed.push(id.into_u64());
        recorded.tell(&id, "closed", BTreeMap::new());
    }
}

impl Recorder {
    /// A subscriber for this thread, which is the only one of a test's runtime but for blocking ones.
    pub fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::registry().with(self.clone());
        listen(subscriber)
    }

    /// All spans, each beneath the one that it lies in: what is the same in all runs.
    pub fn tree(&self) -> String {
        let recorded = self.0.lock().unwrap();
        let mut tree = String::new();
        recorded.tree(None, "", &mut tree);
        tree
    }

    /// The fields of all spans of this name, in order.
    pub fn spans(&self, name: &str) -> Vec<BTreeMap<&'static str, String>> {
        let recorded = self.0.lock().unwrap();
        let spans = recorded.spans.values().filter(|span| span.name == name);
        spans.map(|span| span.fields.clone()).collect()
    }

    /// The same of those that are about this step.
    fn spans_of(&self, name: &str, step: &str) -> Vec<BTreeMap<&'static str, String>> {
        let recorded = self.0.lock().unwrap();
        let spans = recorded.spans.iter().filter(|(_, span)| span.name == name);
        let spans = spans.filter(|(id, _)| recorded.owner(**id) == step);
        spans.map(|(_, span)| span.fields.clone()).collect()
    }

    /// What was said, and in which span.
    pub fn events(&self) -> Vec<String> {
        self.0.lock().unwrap().events.clone()
    }

    /// What happened to spans, in order.
    pub fn story(&self) -> Vec<String> {
        self.0.lock().unwrap().story.clone()
    }

    fn all_closed(&self) -> bool {
        let recorded = self.0.lock().unwrap();
        recorded.spans.keys().all(|id| recorded.closed.contains(id))
    }
}

fn fields<const N: usize>(fields: [(&'static str, &str); N]) -> BTreeMap<&'static str, String> {
    fields
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
}

const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn id() -> CorrelationId {
    ID.parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_span_for_the_run_and_one_for_each_step() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    let script = Script::new().on("right", [fail("no")]);
    let run = Diamond::new(script)
        .run()
        .correlation_id(id())
        .with_report()
        .await;
    let run_id = run.report.run_id.to_string();
    drop(run);
    assert_eq!(
        recorder.spans("pipeline"),
        [fields([
            ("pipeline", "behaviour::diamond"),
            ("run_id", &run_id),
            ("correlation_id", ID),
            ("outcome", "err"),
            ("error_kind", "failed"),
            (
                "error",
                "pipeline `behaviour::diamond`: step `right` failed: no"
            ),
        ])]
    );
    let attempt = |step, outcome| {
        fields([
            ("pipeline", "behaviour::diamond"),
            ("step", step),
            ("correlation_id", ID),
            ("attempt", "1"),
            ("outcome", outcome),
        ])
    };
    let mut failed = attempt("right", "err");
    failed.insert("error", "no".into());
    failed.insert("error_kind", "failed".into());
    assert_eq!(
        recorder.spans("step"),
        [attempt("left", "ok"), attempt("after_left", "ok"), failed],
        "none for steps that were skipped"
    );
    assert!(recorder.all_closed());
    let recorded = recorder.0.lock().unwrap();
    let (run, _) = recorded
        .spans
        .iter()
        .find(|(_, span)| span.name == "pipeline")
        .unwrap();
    let steps = recorded.spans.values().filter(|span| span.name == "step");
    assert!(steps.into_iter().all(|span| span.parent == Some(*run)));
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_numbered() {
    use crate::pipelines::Retrying;
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    let script = Script::new().on(
        "timed",
        [fail("busy"), crate::script::never(), crate::script::give(1)],
    );
    Retrying::new(script).run().await.unwrap();
    let told = |span: BTreeMap<_, String>| {
        let error = span.get("error").cloned().unwrap_or_default();
        [span["attempt"].clone(), span["outcome"].clone(), error]
    };
    let timed = recorder.spans_of("attempt", "timed").into_iter().map(told);
    assert_eq!(
        timed.collect::<Vec<_>>(),
        [
            ["1", "err", "busy"],
            ["2", "err", "timed out after 2s"],
            ["3", "ok", ""]
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_without_output_has_not_ended_well() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    TailPlain::new(Script::new()).run(false).await.unwrap_err();
    assert_eq!(recorder.spans("pipeline")[0]["outcome"], "err");
    TailPlain::new(Script::new()).run(true).await.unwrap();
    assert_eq!(recorder.spans("pipeline")[1]["outcome"], "ok");
}

/// Steps that say something.
pub struct Says;

impl Says {
    async fn say(&self) -> Result<u32, Fault> {
        tracing::info!("one");
        tokio::task::yield_now().await;
        tracing::info!("two");
        Ok(1)
    }
}

impl diamond::Steps for Says {
    async fn left(&self, _: &Context) -> Result<u32, Fault> {
        self.say().await
    }

    async fn right(&self, _: &Context) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn after_left(&self, _: &Context, _: &u32) -> Result<u32, Fault> {
        self.say().await
    }

    async fn after_right(&self, _: &Context, _: &u32) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn join(&self, _: &Context, _: &u32, _: &u32) -> Result<u32, Fault> {
        Ok(1)
    }
}

const SAID: [&str; 4] = [
    "one in left",
    "two in left",
    "one in after_left",
    "two in after_left",
];

#[tokio::test]
async fn what_a_step_says_lands_in_its_span() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    Diamond::new(Says).run().await.unwrap();
    assert_eq!(std::mem::take(&mut recorder.0.lock().unwrap().events), SAID);
    for place in [Place::scheduled(), Spawn.into()] {
        Diamond::new(Says).run().executor(place).await.unwrap();
        assert_eq!(std::mem::take(&mut recorder.0.lock().unwrap().events), SAID);
    }
    tracing::info!("three");
    assert_eq!(recorder.0.lock().unwrap().events, ["three"]);
}

/// A condition that says something, and a step that panics.
pub struct Talkative;

impl guarded::Steps for Talkative {
    fn asked(&self, _: u32) -> bool {
        tracing::info!("asked");
        true
    }

    async fn tried(&self, _: &Context) -> Result<(), Fault> {
        tracing::info!("tries");
        Ok(())
    }

    async fn compared(&self, _: &Context) -> Result<(), Fault> {
        tracing::info!("compares");
        panic!("boom");
    }
}

#[tokio::test]
async fn what_is_said_beside_a_step_lands_in_the_span_of_the_run() {
    let recorder = Recorder::default();
    let _listening = recorder.listen();
    for place in [Place::default(), Place::scheduled()] {
        let run = Guarded::new(Talkative).run(11).executor(place);
        run.await.unwrap_err();
        tracing::info!("over");
        let events = std::mem::take(&mut recorder.0.lock().unwrap().events);
        assert_eq!(
            events,
            [
                "compares in compared",
                "asked in the run",
                "tries in tried",
                "over"
            ]
        );
    }
    let told = |span: &BTreeMap<_, String>| span["step"].clone() + " " + &span["outcome"];
    let told: Vec<_> = recorder.spans("step").iter().map(told).collect();
    let both = ["compared err", "tried ok"];
    assert_eq!(told, [both, both].concat());
    assert!(recorder.all_closed());
}

#[test]
fn what_a_step_says_on_a_thread_lands_in_its_span() {
    let recorder = Recorder::default();
    let listens = tracing::Dispatch::new(tracing_subscriber::registry().with(recorder.clone()));
    let on_threads = listens.clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .on_thread_start(move || {
            // as long as the thread lives
            std::mem::forget(tracing::dispatcher::set_default(&on_threads));
        })
        .build()
        .unwrap();
    let _listening = listen(listens);
    let run = async { Diamond::new(Says).run().executor(Blocking).await };
    runtime.block_on(run).unwrap();
    assert_eq!(recorder.0.lock().unwrap().events, SAID);
}

#[tokio::test]
async fn nothing_is_said_to_those_who_want_warnings_only() {
    let recorder = Recorder::default();
    let listens = tracing_subscriber::registry()
        .with(LevelFilter::WARN)
        .with(recorder.clone());
    let _listening = listen(listens);
    Diamond::new(Says).run().await.unwrap();
    assert!(recorder.0.lock().unwrap().spans.is_empty());
}
