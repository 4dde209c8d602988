//! The steps of the pipelines.

use crate::order_processing::{self, Context};
use crate::orders::{Order, OrderError, OrderId, Receipt};
use crate::{OrderProcessing, restock};

#[derive(Clone)]
pub struct Shop;

impl order_processing::Steps for Shop {
    async fn validate(&self, _: &Context, order_id: &OrderId) -> Result<Order, OrderError> {
        Ok(Order(*order_id))
    }

    async fn confirm(&self, cx: &Context, order: &Order) -> Result<Receipt, OrderError> {
        println!("attempt {}", cx.attempt());
        Ok(Receipt(order.0.0))
    }
}

impl restock::Steps for Shop {
    async fn count(&self, _: &restock::Context, shelf: u64) -> Result<u64, pipewright::BoxError> {
        Ok(shelf + 1)
    }
}

/// What is waiting.
pub struct Desk {
    pub pipeline: OrderProcessing<Shop>,
    pub steps: Vec<order_processing::Step>,
}

impl Desk {
    pub async fn serve(&self, order_id: OrderId) -> Option<u64> {
        let run = self.pipeline.run(order_id).with_report().await;
        let valid = run.outputs.validate.ok().map(|order| order.0.0);
        run.output.map(|receipt| receipt.0).ok().or(valid)
    }
}

pub fn names<S: order_processing::Steps>(_: &S) -> String {
    order_processing::GRAPH.name.to_string()
}
