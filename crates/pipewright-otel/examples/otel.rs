//! Exports the traces and metrics of a few orders to the receiver that `OTEL_EXPORTER_OTLP_ENDPOINT` names, over gRPC,
//! and prints them if that is not set.

mod shop;

fn main() {}
