//! A program with pipelines of its own, in a module and in folders.

use flows::billing::{Dunning, Refund, Thanks, dunning, refund, thanks};
use flows::*;

mod flows {
    pipewright::include_pipelines!();
}

struct Desk;

impl greeting::Steps for Desk {
    async fn greet(
        &self,
        _: &greeting::Context,
        name: String,
    ) -> Result<String, pipewright::BoxError> {
        Ok(format!("Hello, {name}"))
    }
}

impl dunning::Steps for Desk {
    async fn write(&self, _: &dunning::Context, days: u32) -> Result<String, pipewright::BoxError> {
        Ok(format!("{days} days late"))
    }
}

impl refund::Steps for Desk {
    async fn write(&self, _: &refund::Context, amount: u32) -> Result<String, pipewright::BoxError> {
        Ok(format!("{amount} back"))
    }
}

impl thanks::Steps for Desk {
    async fn write(&self, _: &thanks::Context, amount: u32) -> Result<String, pipewright::BoxError> {
        Ok(format!("thank you for {amount}"))
    }
}

async fn all() -> Result<(), Box<dyn std::error::Error>> {
    let greeting = Greeting::new(Desk).run("Ada".to_owned()).await?;
    let letter = Dunning::new(Desk)
        .run(3)
        .await
        .map_err(|error| error.to_string())?;
    let refund = Refund::new(Desk).run(3).await?;
    let thanks = Thanks::new(Desk).run(3).await?;
    println!("{}", [greeting, letter, refund, thanks].join("\n"));
    Ok(())
}

fn main() {
    drop(all());
}
