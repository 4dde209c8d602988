use etl::Context;
use pipewright::BoxError;

/// What the steps need: clients, pools, settings.
struct EtlSteps;

impl etl::Steps for EtlSteps {
    /// Where the data come from.
    async fn extract(&self, cx: &Context) -> i64 {
        todo!()
    }

    /// 10 × 2 = 20
    async fn double(&self, cx: &Context, raw: i64) -> i64 {
        todo!()
    }

    /// 10 + 5 = 15
    async fn add_five(&self, cx: &Context, raw: i64) -> i64 {
        todo!()
    }

    /// 20 + 15 = 35
    async fn combine(&self, cx: &Context, doubled: i64, raised: i64) -> i64 {
        todo!()
    }

    /// Where the result goes; a step need not return anything.
    async fn load(&self, cx: &Context, total: i64) -> Result<(), BoxError> {
        todo!()
    }
}
