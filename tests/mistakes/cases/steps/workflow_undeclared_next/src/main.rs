mod depot;
mod orders;
mod shop;

pipewright::include_pipelines!();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), pipewright::RunError> {
    let pipeline = OrderProcessing::new(shop::Shop);
    let receipt = pipeline.run(orders::OrderId(7)).await?;
    println!("order {}: {}", receipt.order.0, receipt.total);
    let packed = Dispatch::new(depot::Depot).run("crate".to_owned(), 0).await?;
    println!("{packed} packed");
    Ok(())
}
