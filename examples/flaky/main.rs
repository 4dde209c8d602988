//! Retries with growing delays: half a minute of waiting, over at once on tokio's paused clock.
//!
//! `cargo run --example flaky`, described in `pipelines/flaky.toml`.

pub mod weather_station;

use std::time::Duration;

use pipewright::Report;
use weather_station::Station;

pipewright::include_pipelines!("flaky");

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    for answers_at in [6, 7] {
        println!("a station that answers at call {answers_at}:");
        let pipeline = Flaky::new(Station::answering_at(answers_at));
        let run = pipeline.run().with_report().await;
        print(&run.report);
        match run.output {
            Ok(reading) => println!("  {} degrees\n", reading.celsius),
            Err(error) => println!("  {error}\n"),
        }
    }
}

/// A line for each attempt: how long it was waited for, and what came of it.
fn print(report: &Report) {
    for (number, attempt) in (1..).zip(&report.steps[0].attempts) {
        let wait = attempt.wait.unwrap_or(Duration::ZERO).as_secs_f64();
        let result = attempt.error.as_deref().unwrap_or("answered");
        println!("  attempt {number}, after {wait:>6.3} s: {result}");
    }
    println!("  all in {:.3} s", report.elapsed().as_secs_f64());
}
