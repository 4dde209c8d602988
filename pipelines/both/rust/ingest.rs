//! Documents to be searched: each flows through its own steps, sixteen at a time.
use crate::archive::{Batch, Chunk, Document, Index, IngestError};
use pipewright::Collected;

/// Makes an index of documents. One that cannot be had does no harm to the others.
#[pipeline(error = IngestError)]
#[limits(embeddings(permits = 4, per_second = 200))]
fn ingest(paths: Vec<String>, words: usize) -> Index {
    /// Each document goes its own way, and waits for no other one between its steps.
    #[step(concurrency = 16, on_error = "collect")]
    let documents: Collected<Document, IngestError> = paths.map(|path: &String| {
        /// Asks the server, and asks again if it is busy.
        #[step(
            retry(attempts = 3, delay = "20ms", when = error.may_pass()),
            timeout = "5s"
        )]
        let html: String = fetch(path);
        /// Takes the text out of the page, on a core of its own.
        #[step(blocking)]
        let text: String = extract(html);
        /// Cuts the text into pieces of so many words, four to a batch.
        #[step(infallible)]
        let batches: Vec<Batch> = chunk(&text, words);
        /// Makes vectors of a batch, no faster than the service allows.
        #[step(limit = embeddings)]
        let embedded: Vec<Vec<Chunk>> = batches.map(|batch: Batch| embed(batch));
        /// Puts the batches together again.
        #[step(infallible)]
        let document: Document = bind(path, embedded);
        document
    });
    /// Puts those together that there are, and notes which are missing.
    #[step(infallible)]
    let index: Index = file(&paths, documents);
    index
}
