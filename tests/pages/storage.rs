//! Functions that are there already, and which a pipeline calls by their paths.

use std::sync::Mutex;

use pipewright::Context;

use crate::{Vat, vat};

pub struct Order {
    pub total: u64,
}

#[derive(Debug)]
pub struct StorageError;

impl std::fmt::Display for StorageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is full")
    }
}

impl std::error::Error for StorageError {}

pub trait Storage {
    fn put(&self, key: &str, total: u64) -> Result<(), StorageError>;
}

pub fn vat(total: &u64) -> u64 {
    total / 4
}

pub async fn store(
    storage: &impl Storage,
    cx: &Context,
    order: &Order,
) -> Result<(), StorageError> {
    storage.put(cx.pipeline(), order.total)
}

#[derive(Default)]
struct Shelf(Mutex<Vec<(String, u64)>>);

impl vat::Steps for Shelf {}

impl Storage for Shelf {
    fn put(&self, key: &str, total: u64) -> Result<(), StorageError> {
        self.0.lock().unwrap().push((key.to_owned(), total));
        Ok(())
    }
}

#[tokio::test]
async fn functions_of_ones_own_are_called() {
    let shelf = std::sync::Arc::new(Shelf::default());
    let pipeline = Vat::new(std::sync::Arc::clone(&shelf));
    pipeline.run(Order { total: 8 }).await.unwrap();
    assert_eq!(*shelf.0.lock().unwrap(), [("pages::vat".to_owned(), 8)]);
}
