use quickstart::Context;

/// What the steps need: clients, pools, settings.
struct QuickstartSteps;

impl quickstart::Steps for QuickstartSteps {
    /// Twice the number.
    async fn double(&self, cx: &Context, x: i64) -> i64 {
        todo!()
    }

    /// The number and its double together.
    async fn add(&self, cx: &Context, x: i64, d: i64) -> i64 {
        todo!()
    }
}
