//! An archive of documents, which is searched by meaning, or what a toy takes for that.

use std::net::SocketAddr;
use std::{error, fmt};

use pipewright::{Collected, Context};

use crate::ingest;
use crate::web::{self, FetchError};

/// Chunks that are embedded together.
#[derive(Clone, Debug)]
pub struct Batch(Vec<String>);

/// A piece of a document.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// What is written there.
    pub text: String,
    vector: Vector,
}

/// How often words of each kind occur, at length 1.
type Vector = [f32; 32];

/// A document in pieces.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it was.
    pub path: String,
    /// Its pieces, in their order.
    pub chunks: Vec<Chunk>,
}

/// What can be searched.
#[derive(Clone, Debug)]
pub struct Index {
    /// The documents, in the order in which they were asked for.
    pub documents: Vec<Document>,
    /// Those that could not be had, and why.
    pub missing: Vec<(String, String)>,
}

impl Index {
    /// The document, and the piece of it, that is nearest to these words.
    pub fn nearest(&self, words: &str) -> Option<(&str, &str)> {
        let wanted = vector(words);
        let near = |chunk: &Chunk| -> f32 {
            let pairs = wanted.iter().zip(&chunk.vector);
            pairs.map(|(a, b)| a * b).sum()
        };
        let all = self.documents.iter().flat_map(|document| {
            let chunks = document.chunks.iter();
            chunks.map(|chunk| (&*document.path, chunk))
        });
        let nearest = all.max_by(|(_, one), (_, other)| near(one).total_cmp(&near(other)));
        nearest.map(|(path, chunk)| (path, &*chunk.text))
    }
}

/// Why there is nothing to be searched.
#[derive(Debug)]
pub enum IngestError {
    /// The page could not be had.
    Fetch(FetchError),
    /// Nothing is written there.
    NoText,
}

impl IngestError {
    /// Whether it is worth asking again.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Fetch(error) if error.may_pass())
    }
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => error.fmt(f),
            Self::NoText => f.write_str("it has no text"),
        }
    }
}

impl error::Error for IngestError {}

impl From<FetchError> for IngestError {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

/// What fills an archive with the pages of a server.
pub struct Archive {
    server: SocketAddr,
}

impl Archive {
    /// One that asks this server.
    pub fn new(server: SocketAddr) -> Self {
        Self { server }
    }
}

impl ingest::Steps for Archive {
    async fn fetch(&self, cx: &Context, path: &String) -> Result<String, IngestError> {
        let html = web::get(self.server, path).await?;
        cx.event("received", [("bytes", html.len().into())]);
        Ok(html)
    }

    fn extract(&self, _: &Context, html: String) -> Result<String, IngestError> {
        let mut text = String::new();
        let body = html.split_once("</title>").map_or(&*html, |(_, body)| body);
        for part in body.split('<') {
            // up to the end of the tag
            let words = part.split_once('>').map_or(part, |(_, words)| words);
            text.extend([words, " "]);
        }
        match text.trim() {
            "" => Err(IngestError::NoText),
            text => Ok(text.to_owned()),
        }
    }

    async fn chunk(&self, _: &Context, text: &String, words: usize) -> Vec<Batch> {
        let all: Vec<&str> = text.split_whitespace().collect();
        let chunks = all.chunks(words.max(1)).map(|words| words.join(" "));
        let chunks: Vec<String> = chunks.collect();
        let batches = chunks.chunks(4).map(<[String]>::to_vec);
        batches.map(Batch).collect()
    }

    async fn embed(&self, _: &Context, batch: Batch) -> Result<Vec<Chunk>, IngestError> {
        let chunks = batch.0.into_iter().map(|text| Chunk {
            vector: vector(&text),
            text,
        });
        Ok(chunks.collect())
    }

    async fn bind(&self, _: &Context, path: &String, embedded: Vec<Vec<Chunk>>) -> Document {
        let (path, chunks) = (path.clone(), embedded.into_iter().flatten().collect());
        Document { path, chunks }
    }

    async fn file(
        &self,
        _: &Context,
        paths: &Vec<String>,
        documents: Collected<Document, IngestError>,
    ) -> Index {
        let errors = documents.errors();
        let missing = errors.map(|(index, error)| (paths[index].clone(), error.to_string()));
        Index {
            missing: missing.collect(),
            documents: documents.into_oks().collect(),
        }
    }
}

/// A toy: each word counts in one of the places, which its letters tell.
fn vector(text: &str) -> Vector {
    let mut vector = Vector::default();
    let words = text.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| word.len() > 3) {
        let place = word.bytes().fold(7_usize, |sum, letter| {
            sum * 31 % 1009 + usize::from(letter.to_ascii_lowercase())
        });
        vector[place % vector.len()] += 1.0;
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    vector
}
