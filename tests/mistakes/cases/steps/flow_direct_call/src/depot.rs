use pipewright::{BoxError, Context};

use crate::counter::{self, FindNext, ServeNext, WeighNext};

pub struct Depot;

impl counter::Steps for Depot {
    async fn serve(
        &self,
        _cx: &Context,
        next: ServeNext<'_>,
        wish: String,
    ) -> Result<usize, BoxError> {
        next.find(&wish).await
    }

    async fn find(
        &self,
        _cx: &Context,
        _next: FindNext<'_>,
        wish: &str,
    ) -> Result<usize, BoxError> {
        Ok(self.weigh(_cx, wish))
    }

    fn weigh(&self, _cx: &Context, _next: WeighNext<'_>, piece: &str) -> usize {
        piece.len()
    }
}
