//! Two pipelines with guards. In one the last step reads what may be missing, in the other it is skipped.
//!
//! `cargo run --example approval`, described in `pipelines/both/rust/approval.rs`, once more in
//! `pipelines/both/toml/approval.toml`, and in `pipelines/approval_strict.toml`.

pub mod purchases;

use purchases::{Office, Request};

pipewright::include_pipelines!("both/rust/approval");
pipewright::include_pipelines!("approval_strict");

fn laptops(unit_price: u32) -> Request {
    Request {
        item: "laptop".to_owned(),
        unit_price,
        pieces: 2,
    }
}

fn office() -> Office {
    Office {
        manager: "Margaret".to_owned(),
    }
}

#[tokio::main]
async fn main() -> Result<(), pipewright::RunError> {
    let (approval, strict) = (Approval::new(office()), ApprovalStrict::new(office()));
    for unit_price in [900, 1800] {
        let run = approval.run(laptops(unit_price)).with_report().await;
        let decision = run.output?;
        println!("{unit_price} each, {} together", decision.total);
        println!("  automatic approval  {:?}", decision.automatic);
        println!("  manual approval     {:?}", decision.manual);
        match strict.run(laptops(unit_price)).await {
            Ok(order) => println!("  ordered             {}", order.text),
            Err(error) => println!("  not ordered         {error}"),
        }
        println!("\n{}", run.report.mermaid());
    }
    Ok(())
}
