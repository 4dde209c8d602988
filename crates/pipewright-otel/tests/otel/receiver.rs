//! A receiver that speaks OTLP over gRPC, to which a real exporter sends.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use opentelemetry::metrics::MeterProvider;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{MetricExporter, SpanExporter, WithExportConfig};
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{
    ExportMetricsServiceRequest, ExportMetricsServiceResponse,
};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use pipewright_otel::{IdGenerator, Metrics};
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};
use tracing_subscriber::layer::SubscriberExt;

use crate::Order as Pipeline;
use crate::shop::{Order, Shop};

/// Keeps what arrives.
#[derive(Clone, Default)]
struct Receiver {
    spans: Arc<Mutex<Vec<Span>>>,
    /// The names of those that have arrived.
    metrics: Arc<Mutex<BTreeSet<String>>>,
}

#[tonic::async_trait]
impl TraceService for Receiver {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let resources = request.into_inner().resource_spans.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        let spans = scopes.flat_map(|scope| scope.spans);
        self.spans.lock().unwrap().extend(spans);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Receiver {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        let resources = request.into_inner().resource_metrics.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_metrics);
        let names = scopes.flat_map(|scope| scope.metrics).map(|one| one.name);
        self.metrics.lock().unwrap().extend(names);
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}

impl Receiver {
    /// Serves on a port that was free.
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tonic::transport::Server::builder()
            .add_service(TraceServiceServer::new(self.clone()))
            .add_service(MetricsServiceServer::new(self.clone()))
            .serve_with_incoming(TcpListenerStream::new(listener));
        tokio::spawn(server);
        format!("http://{address}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_gets_the_whole_trace_and_the_metrics() {
    let receiver = Receiver::default();
    let endpoint = receiver.serve().await;
    let exporter = SpanExporter::builder()
        .with_tonic()
        .with_endpoint(&endpoint)
        .build()
        .unwrap();
    let meters = MetricExporter::builder()
        .with_tonic()
        .with_endpoint(&endpoint)
        .build()
        .unwrap();
    let meters = SdkMeterProvider::builder()
        .with_periodic_exporter(meters)
        .build();
    let provider = SdkTracerProvider::builder()
        .with_id_generator(IdGenerator::default())
        .with_batch_exporter(exporter)
        .build();
    let tracer = pipewright_otel::tracer(provider.tracer("shop"));
    let layer = tracing_opentelemetry::layer().with_tracer(tracer);
    let subscriber = tracing_subscriber::registry().with(layer);

    let listening = tracing::subscriber::set_default(subscriber);
    let order = Order {
        total: 15,
        unclear: 1,
    };
    // the run is made here, and so are its spans; it is polled on this thread too
    let run = Pipeline::new(Shop { most: 1 })
        .run(order, vec![7, 8])
        .emit_to(Metrics::new(&meters.meter("shop")))
        .with_report()
        .await;
    drop(listening);
    let shutdown = move || provider.shutdown().and_then(|()| meters.shutdown());
    let shut_down = tokio::task::spawn_blocking(shutdown).await;
    shut_down.unwrap().unwrap();

    let metrics = receiver.metrics.lock().unwrap();
    for name in ["pipewright.runs", "pipewright.step.duration"] {
        assert!(metrics.contains(name), "{metrics:?}");
    }

    let spans = receiver.spans.lock().unwrap();
    let mut names: Vec<_> = spans.iter().map(|span| span.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "attempt validate",
            "attempt validate",
            "element pack",
            "element pack",
            "pipeline order",
            "pipeline payment",
            "step charge",
            "step pack",
            "step payment",
            "step validate",
        ]
    );
    let id = run.report.correlation_id.as_u128().to_be_bytes();
    assert!(spans.iter().all(|span| span.trace_id == id));
    let charge = spans
        .iter()
        .find(|span| span.name == "step charge")
        .unwrap();
    let status = charge.status.as_ref().unwrap();
    assert_eq!(status.code, StatusCode::Error as i32);
    assert_eq!(status.message, "the card was refused");
    assert!(charge.events.iter().any(|event| event.name == "exception"));
}
