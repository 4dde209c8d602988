//! Steps that call for each element of a value.

use crate::script::Fault;
use pipewright::Collected;

/// As many at once as there may be.
#[pipeline(error = Fault)]
fn mapping(ids: Vec<u32>, settings: String) -> Vec<u32> {
    let users: Vec<u32> = ids.map(|id: u32| fetch(id, &settings));
    users
}

/// Two at once, each tried three times.
#[pipeline(error = Fault)]
fn mapping_some(ids: Vec<String>) -> Vec<u32> {
    #[step(
        concurrency = 2,
        retry(attempts = 3, delay = "1s", factor = 1, jitter = 0),
        timeout = "5s",
        when = id != "none"
    )]
    let users: Vec<u32> = ids.map(|id: &String| fetch(id));
    users
}

/// Errors leave elements out.
#[pipeline(error = Fault)]
fn mapping_skip(ids: Vec<String>) -> Vec<u32> {
    #[step(on_error = "skip")]
    let users: Vec<u32> = ids.map(|id: String| fetch(id));
    users
}

/// Errors are data.
#[pipeline(error = Fault)]
fn mapping_all(ids: Vec<u32>) -> u32 {
    #[step(on_error = "collect")]
    let users: Collected<u32, Fault> = ids.map(|id: u32| fetch(id));
    #[step(infallible)]
    let sum: u32 = users.oks().reduce(|a: u32, b: u32| add(a, b));
    sum
}

/// All of them, one after the other.
#[pipeline(error = Fault)]
fn folding(parts: Vec<u32>, zero: u32) -> u32 {
    #[step(infallible)]
    let sum: u32 = parts.fold(zero, |sum: u32, part: &u32| add(sum, part));
    sum
}
