use crate::sightings::{Sighting, Trail};
use context::Context;
use pipewright::BoxError;

/// What the steps need: clients, pools, settings.
struct ContextSteps;

impl context::Steps for ContextSteps {
    /// Reads the metadata that the pipeline declares, and adds some that it does not.
    async fn authorise(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
        todo!()
    }

    /// Spawns work of its own through its context.
    async fn fetch(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
        todo!()
    }

    /// Blocks a thread, and asks there for the current run.
    fn render(&self, cx: &Context, page: &String) -> Result<Sighting, BoxError> {
        todo!()
    }

    /// All that was seen on the way.
    async fn collect(
        &self,
        cx: &Context,
        authorised: Sighting,
        fetched: Sighting,
        rendered: Sighting,
    ) -> Trail {
        todo!()
    }
}
