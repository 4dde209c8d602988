use crate::archive::{Document, Index, IngestError};
use ingest::Context;
use pipewright::Collected;

/// What the steps need: clients, pools, settings.
struct IngestSteps;

// `IngestSteps` has to implement `ingest_page::Steps` as well
impl ingest::Steps for IngestSteps {
    /// Puts those together that there are, and notes which are missing.
    async fn file(
        &self,
        cx: &Context,
        paths: &Vec<String>,
        documents: Collected<Document, IngestError>,
    ) -> Index {
        todo!()
    }
}
