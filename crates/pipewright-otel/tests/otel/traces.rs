//! Spans, as an exporter has them.

use std::collections::HashMap;
use std::time::Duration;

use opentelemetry::trace::{SpanId, Status, TraceContextExt, TraceId, Tracer, TracerProvider};
use opentelemetry::{KeyValue, Value};
use opentelemetry_sdk::trace::{
    InMemorySpanExporter, InMemorySpanExporterBuilder, SdkTracerProvider, SpanData,
};
use pipewright::CorrelationId;
use pipewright_otel::{IdGenerator, Traceparent, continuing};
use tracing::subscriber::DefaultGuard;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;

use crate::Order as Pipeline;
use crate::shop::{Order, Shop};

/// Keeps what is exported.
struct Exported {
    exporter: InMemorySpanExporter,
    provider: SdkTracerProvider,
    _listening: DefaultGuard,
}

impl Exported {
    fn new() -> Self {
        let exporter = InMemorySpanExporterBuilder::new().build();
        let provider = SdkTracerProvider::builder()
            .with_id_generator(IdGenerator::default())
            .with_simple_exporter(exporter.clone())
            .build();
        let tracer = pipewright_otel::tracer(provider.tracer("test"));
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        let subscriber = tracing_subscriber::registry().with(layer);
        Self {
            exporter,
            provider,
            _listening: tracing::subscriber::set_default(subscriber),
        }
    }

    fn spans(&self) -> Vec<SpanData> {
        self.exporter.get_finished_spans().unwrap()
    }

    fn span(&self, name: &str) -> SpanData {
        let mut spans = self.spans();
        let place = spans.iter().position(|span| span.name == name);
        spans.swap_remove(place.unwrap_or_else(|| panic!("there is no span `{name}`")))
    }

    /// All spans, each beneath its parent, sorted by their names.
    fn tree(&self) -> String {
        let mut tree = String::new();
        let mut spans = self.spans();
        spans.sort_by_key(|span| (span.name.clone(), span.start_time));
        beneath(&spans, SpanId::INVALID, "", &mut tree);
        tree
    }
}

fn beneath(spans: &[SpanData], parent: SpanId, indent: &str, tree: &mut String) {
    for span in spans.iter().filter(|span| span.parent_span_id == parent) {
        *tree += &format!("{indent}{}\n", span.name);
        let id = span.span_context.span_id();
        beneath(spans, id, &format!("{indent}  "), tree);
    }
}

fn attribute(span: &SpanData, name: &str) -> Option<Value> {
    let mut attributes = span.attributes.iter();
    let found = attributes.find(|attribute| attribute.key.as_str() == name);
    found.map(|attribute| attribute.value.clone())
}

fn trace_id(span: &SpanData) -> TraceId {
    span.span_context.trace_id()
}

/// A correlation id as a trace has it.
fn as_trace(id: CorrelationId) -> TraceId {
    TraceId::from_hex(&id.to_string()).unwrap()
}

fn order(unclear: u32) -> Order {
    let total = 1_030;
    Order { total, unclear }
}

/// How many milliseconds each takes.
const PARTS: [u32; 2] = [300, 30];

fn shop() -> Pipeline<Shop> {
    Pipeline::new(Shop { most: 5_000 })
}

#[tokio::test(start_paused = true)]
async fn run_step_attempt() {
    let exported = Exported::new();
    shop().run(order(1), PARTS.into()).await.unwrap();
    assert_eq!(
        exported.tree(),
        "\
pipeline order
  step pack
    element pack
    element pack
  step payment
    pipeline payment
      step charge
  step ship
  step thank
  step validate
    attempt validate
    attempt validate
"
    );
    let trace = trace_id(&exported.span("pipeline order"));
    assert!(exported.spans().iter().all(|span| trace_id(span) == trace));
}

#[tokio::test(start_paused = true)]
async fn attributes_have_names_of_their_own() {
    let exported = Exported::new();
    let run = shop().run(order(1), PARTS.into()).with_report().await;
    let names = |span: &SpanData| {
        let names = span
            .attributes
            .iter()
            .map(|one| one.key.as_str().to_owned());
        let own = names.filter(|name| !name.starts_with("thread.") && !name.ends_with("_ns"));
        own.collect::<Vec<_>>()
    };
    let pipeline = exported.span("pipeline order");
    assert_eq!(
        names(&pipeline),
        [
            "pipewright.pipeline.name",
            "pipewright.run.id",
            "pipewright.correlation_id",
            "pipewright.outcome",
        ]
    );
    let text = |text: &str| Some(Value::from(text.to_owned()));
    assert_eq!(
        attribute(&pipeline, "pipewright.pipeline.name"),
        text("order")
    );
    let id = run.report.run_id.to_string();
    assert_eq!(attribute(&pipeline, "pipewright.run.id"), text(&id));

    let charge = exported.span("step charge");
    assert_eq!(
        names(&charge),
        [
            "pipewright.pipeline.name",
            "pipewright.step.name",
            "pipewright.attempt",
            "pipewright.outcome",
        ]
    );
    assert_eq!(
        attribute(&charge, "pipewright.attempt"),
        Some(Value::I64(1))
    );
    assert_eq!(attribute(&charge, "pipewright.outcome"), text("ok"));
    let mut indices: Vec<_> = exported
        .spans()
        .iter()
        .filter_map(|span| attribute(span, "pipewright.element.index"))
        .collect();
    indices.sort_by_key(ToString::to_string);
    assert_eq!(indices, [Value::I64(0), Value::I64(1)]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_a_status_and_an_exception() {
    let exported = Exported::new();
    let pipeline = Pipeline::new(Shop { most: 10 });
    let error = pipeline.run(order(1), PARTS.into()).await.unwrap_err();

    let charge = exported.span("step charge");
    assert_eq!(charge.status, Status::error("the card was refused"));
    assert_eq!(attribute(&charge, "error.type"), Some("failed".into()));
    let exceptions: Vec<_> = charge
        .events
        .iter()
        .filter(|event| event.name == "exception")
        .collect();
    let [exception] = exceptions.as_slice() else {
        panic!("{exceptions:?}");
    };
    assert_eq!(
        exception.attributes,
        [
            KeyValue::new("exception.message", "the card was refused"),
            KeyValue::new(
                "exception.stacktrace",
                "the card was refused\ncaused by: limit reached"
            ),
        ]
    );

    let run = exported.span("pipeline order");
    assert_eq!(run.status, Status::error(error.to_string()));
    assert!(
        error.to_string().contains("the card was refused"),
        "{error}"
    );
    // an attempt has failed, and its step has not
    let attempts: Vec<_> = exported
        .spans()
        .into_iter()
        .filter(|span| span.name == "attempt validate")
        .collect();
    assert_eq!(
        attempts[0].status,
        Status::error("the order cannot be read")
    );
    assert_eq!(attempts[1].status, Status::Unset);
    assert_eq!(exported.span("step validate").status, Status::Unset);
}

/// Real time, because spans tell it.
#[tokio::test]
async fn steps_side_by_side_have_times_of_their_own() {
    let exported = Exported::new();
    shop().run(order(0), PARTS.into()).await.unwrap();
    let took = |span: &SpanData| span.end_time.duration_since(span.start_time).unwrap();
    // parts take 30 ms and 300 ms, the bank 20 ms
    let (pack, charge) = (exported.span("step pack"), exported.span("step charge"));
    assert!(
        took(&pack) >= Duration::from_millis(300),
        "{:?}",
        took(&pack)
    );
    assert!(took(&charge) < took(&pack), "{:?}", took(&charge));
    assert!(pack.start_time < charge.end_time && charge.end_time < pack.end_time);
    let spans = exported.spans();
    let elements = spans.iter().filter(|span| span.name == "element pack");
    let mut elements: Vec<_> = elements.map(took).collect();
    elements.sort();
    assert!(elements[0] < elements[1] && elements[1] >= Duration::from_millis(300));
    let ship = exported.span("step ship");
    assert!(ship.start_time >= pack.end_time);
}

#[tokio::test(start_paused = true)]
async fn wires_that_only_order_are_links() {
    let exported = Exported::new();
    shop().run(order(0), PARTS.into()).await.unwrap();
    let (payment, ship) = (exported.span("step payment"), exported.span("step ship"));
    let links: Vec<_> = ship
        .links
        .iter()
        .map(|link| link.span_context.span_id())
        .collect();
    assert_eq!(links, [payment.span_context.span_id()]);
    assert!(exported.span("step pack").links.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_correlation_id_is_the_trace_id() {
    let exported = Exported::new();
    // a trace begins here
    let run = shop().run(order(0), PARTS.into()).with_report().await;
    let root = exported.span("pipeline order");
    assert_eq!(root.parent_span_id, SpanId::INVALID);
    assert_eq!(trace_id(&root), as_trace(run.report.correlation_id));

    // the run was told an id
    exported.exporter.reset();
    let id = CorrelationId::from_u128(0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);
    shop()
        .run(order(0), PARTS.into())
        .correlation_id(id)
        .await
        .unwrap();
    assert_eq!(trace_id(&exported.span("pipeline order")), as_trace(id));
    assert_eq!(trace_id(&exported.span("step charge")), as_trace(id));

    // a trace is active, by OpenTelemetry alone
    exported.exporter.reset();
    let tracer = exported.provider.tracer("web");
    let request = opentelemetry::Context::current_with_span(tracer.start("request"));
    let run = {
        let _there = request.clone().attach();
        shop().run(order(0), PARTS.into()).with_report()
    };
    let run = run.await;
    let inside = exported.span("pipeline order");
    let request = request.span().span_context().clone();
    assert_eq!(as_trace(run.report.correlation_id), request.trace_id());
    assert_eq!(inside.parent_span_id, request.span_id());

    // a trace is active, by a span of `tracing`
    exported.exporter.reset();
    let request = tracing::info_span!("request");
    let run = request
        .in_scope(|| shop().run(order(0), PARTS.into()).with_report())
        .await;
    let request = request.context().span().span_context().clone();
    assert_eq!(as_trace(run.report.correlation_id), request.trace_id());
    let inside = exported.span("pipeline order");
    assert_eq!(inside.parent_span_id, request.span_id());
}

#[tokio::test(start_paused = true)]
async fn a_callers_trace_is_continued() {
    let exported = Exported::new();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let header = format!("00-{trace}-00f067aa0ba902b7-01");
    let pipeline = shop();
    let headers = Traceparent::new(&header);
    let run = continuing(&headers, || {
        pipeline.run(order(0), PARTS.into()).with_report()
    })
    .await;
    assert_eq!(run.report.correlation_id.to_string(), trace);
    let root = exported.span("pipeline order");
    assert_eq!(trace_id(&root), TraceId::from_hex(trace).unwrap());
    assert_eq!(
        root.parent_span_id,
        SpanId::from_hex("00f067aa0ba902b7").unwrap()
    );
    assert!(root.parent_span_is_remote);

    // all headers of a request; this caller does not sample, and there is one id all the same
    exported.exporter.reset();
    let header = format!("00-{trace}-00f067aa0ba902b7-00");
    let headers = HashMap::from([("traceparent".to_owned(), header)]);
    let run = continuing(&headers, || {
        pipeline.run(order(0), PARTS.into()).with_report()
    })
    .await;
    assert_eq!(run.report.correlation_id.to_string(), trace);
    assert!(exported.spans().is_empty());

    // nonsense begins a trace of its own
    let headers = Traceparent::new("00-zz-1-01");
    continuing(&headers, || pipeline.run(order(0), PARTS.into()))
        .await
        .unwrap();
    let root = exported.span("pipeline order");
    assert_eq!(root.parent_span_id, SpanId::INVALID);
    assert_ne!(trace_id(&root).to_string(), trace);
}

#[tokio::test(start_paused = true)]
async fn what_a_step_says_is_in_its_span() {
    let exported = Exported::new();
    shop().run(order(0), PARTS.into()).await.unwrap();
    let charge = exported.span("step charge");
    let event = charge
        .events
        .iter()
        .find(|event| event.name == "asks the bank");
    let amount = KeyValue::new("amount", 1_030_i64);
    assert!(event.is_some_and(|event| event.attributes.iter().any(|one| one.key == amount.key)));
}

#[tokio::test(start_paused = true)]
async fn other_spans_are_left_alone() {
    let exported = Exported::new();
    tracing::info_span!("request", outcome = "odd", step = 3).in_scope(|| {});
    let request = exported.span("request");
    assert_eq!(attribute(&request, "outcome"), Some("odd".into()));
    assert_eq!(attribute(&request, "step"), Some(Value::I64(3)));
    assert!(attribute(&request, "target").is_some());
}
