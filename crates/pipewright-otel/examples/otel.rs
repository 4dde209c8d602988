//! Two orders, in traces and metrics: sent over gRPC to the receiver that `OTEL_EXPORTER_OTLP_ENDPOINT` names
//! (`http://localhost:4317` for a collector or Jaeger on this machine), or printed if that is not set.

use std::error::Error;

use opentelemetry::metrics::MeterProvider;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{MetricExporter, SpanExporter};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use pipewright_otel::{IdGenerator, Metrics, Traceparent, continuing};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};

use shop::Shop;

pub mod shop;

pipewright::include_pipelines!();

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (traces, meters) = providers()?;
    let tracer = pipewright_otel::tracer(traces.tracer("shop"));
    let layer = tracing_opentelemetry::layer()
        .with_tracer(tracer)
        .with_filter(LevelFilter::INFO);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))?;

    let pipeline = Order::builder()
        .steps(Shop { most: 100 })
        .emit_to(Metrics::new(&meters.meter("shop")))
        .build();

    // the first look at it fails, the second does not; a trace begins with it
    let small = shop::Order {
        total: 60,
        unclear: 1,
    };
    let run = pipeline.run(small, vec![30, 10]).with_report().await;
    println!("trace {}: {:?}", run.report.correlation_id, run.output);

    // more than the shop sells; a part of the trace of whoever has sent it
    let header = Traceparent::new("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    let large = shop::Order {
        total: 600,
        unclear: 0,
    };
    let run = continuing(&header, || pipeline.run(large, vec![30, 10]).with_report()).await;
    println!("trace {}: {:?}", run.report.correlation_id, run.output);

    traces.shutdown()?;
    meters.shutdown()?;
    Ok(())
}

/// Those of the receiver, or those that print.
fn providers() -> Result<(SdkTracerProvider, SdkMeterProvider), Box<dyn Error>> {
    let resource = Resource::builder().with_service_name("shop").build();
    let traces = SdkTracerProvider::builder()
        .with_id_generator(IdGenerator::default())
        .with_resource(resource.clone());
    let meters = SdkMeterProvider::builder().with_resource(resource);
    Ok(match std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT") {
        Some(_) => (
            traces
                .with_batch_exporter(SpanExporter::builder().with_tonic().build()?)
                .build(),
            meters
                .with_periodic_exporter(MetricExporter::builder().with_tonic().build()?)
                .build(),
        ),
        None => (
            traces
                .with_simple_exporter(opentelemetry_stdout::SpanExporter::default())
                .build(),
            meters
                .with_periodic_exporter(opentelemetry_stdout::MetricExporter::default())
                .build(),
        ),
    })
}
