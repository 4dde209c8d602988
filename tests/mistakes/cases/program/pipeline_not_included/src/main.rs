mod orders;
mod shop;

pipewright::include_pipelines!("order_processing");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = OrderProcessing::new(shop::Shop);
    let receipt = pipeline.run(orders::OrderId(7)).await?;
    println!("order {}: {}", receipt.order.0, receipt.total);
    Ok(())
}
