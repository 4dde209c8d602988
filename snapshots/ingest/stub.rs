use crate::archive::{Batch, Chunk, Document, Index, IngestError};
use ingest::Context;
use pipewright::Collected;

/// What the steps need: clients, pools, settings.
struct IngestSteps;

impl ingest::Steps for IngestSteps {
    /// Asks the server, and asks again if it is busy.
    async fn fetch(&self, cx: &Context, path: &String) -> Result<String, IngestError> {
        todo!()
    }

    /// Takes the text out of the page, on a core of its own.
    fn extract(&self, cx: &Context, html: String) -> Result<String, IngestError> {
        todo!()
    }

    /// Cuts the text into pieces of so many words, four to a batch.
    async fn chunk(&self, cx: &Context, text: &String, words: usize) -> Vec<Batch> {
        todo!()
    }

    /// Makes vectors of a batch, no faster than the service allows.
    async fn embed(&self, cx: &Context, batch: Batch) -> Result<Vec<Chunk>, IngestError> {
        todo!()
    }

    /// Puts the batches together again.
    async fn bind(&self, cx: &Context, path: &String, embedded: Vec<Vec<Chunk>>) -> Document {
        todo!()
    }

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
