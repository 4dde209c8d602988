//! A library with two pipelines.

pub mod orders;
pub mod shop;

pipewright::include_pipelines!();

/// Runs a pipeline.
///
/// # Errors
///
/// What its steps fail with.
pub async fn order(id: orders::OrderId) -> Result<orders::Receipt, pipewright::RunError> {
    let pipeline = OrderProcessing::new(shop::Shop);
    let receipt = pipeline.run(id).await?;
    Ok(receipt)
}
