mod orders;
mod shop;

pipewright::include_pipelines!();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = OrderProcessing::new(shop::Shop);
    let receipt = pipeline.run(vec![7]).await?;
    println!("order {}: {}", receipt.order.0, receipt.total);
    Ok(())
}
