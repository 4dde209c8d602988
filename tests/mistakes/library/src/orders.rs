//! The types of the pipelines.

#[derive(Clone, Copy, Debug)]
pub struct OrderId(pub u64);

#[derive(Debug)]
pub struct Order(pub OrderId);

#[derive(Debug)]
pub struct Receipt(pub u64);

#[derive(Debug)]
pub struct OrderError;

impl std::fmt::Display for OrderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no such order")
    }
}
