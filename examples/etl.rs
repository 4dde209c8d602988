//! Extract, transform, load: one number goes in, two steps work on it side by side, one comes out.
//!
//! `cargo run --example etl`, described in `pipelines/both/toml/etl.toml`, and once more in
//! `pipelines/both/rust/etl.rs`.

use std::io::{self, Write};
use std::sync::Mutex;

use pipewright::{BoxError, Context};

pipewright::include_pipelines!("both/toml/etl");

/// Does the steps' work, and loads into whatever can be written to.
pub struct Warehouse<W> {
    /// Where the result goes.
    pub target: Mutex<W>,
}

impl<W: Write + Send> etl::Steps for Warehouse<W> {
    async fn extract(&self, _cx: &Context) -> i64 {
        10
    }

    async fn double(&self, _cx: &Context, raw: i64) -> i64 {
        raw * 2
    }

    async fn add_five(&self, _cx: &Context, raw: i64) -> i64 {
        raw + 5
    }

    async fn combine(&self, _cx: &Context, doubled: i64, raised: i64) -> i64 {
        doubled + raised
    }

    async fn load(&self, _cx: &Context, total: i64) -> Result<(), BoxError> {
        let mut target = self.target.lock().map_err(|error| error.to_string())?;
        writeln!(target, "Done: {total}")?;
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let warehouse = Warehouse {
        target: Mutex::new(io::stdout()),
    };
    let run = Etl::new(warehouse).run().with_report().await;
    let outputs = &run.outputs;
    println!("10 × 2 = {:?}", outputs.double.ok());
    println!("10 + 5 = {:?}", outputs.add_five.ok());
    println!("together {}", run.output?);
    Ok(())
}
