mod orders;
mod shop;

pipewright::include_pipelines!();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = OrderProcessing::new(orders::OrderId(7));
    let receipt = pipeline.run(orders::OrderId(7)).await?;
    println!("order {}: {}", receipt.order.0, receipt.total);
    Ok(())
}
