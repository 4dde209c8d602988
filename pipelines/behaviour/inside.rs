//! Pipelines that run others.

use crate::script::{Fault, Gathered};

/// Two steps side by side, and one after them.
#[pipeline(error = Fault)]
fn inside(n: u32) -> u32 {
    let l: u32 = left(n);
    let r: u32 = right(n);
    let all: u32 = sum(l, r);
    all
}

/// Runs it twice, side by side.
#[pipeline(error = Fault)]
fn around(n: u32) -> u32 {
    let first: u32 = pipeline::inside(n);
    #[step(
        name = "again",
        retry(attempts = 3, delay = "1s", factor = 1, jitter = 0)
    )]
    let second: u32 = pipeline::behaviour::inside(10u32);
    let total: u32 = sum(first, second);
    total
}

/// Runs it with limits.
#[pipeline(error = Fault)]
fn around_limited(n: u32) -> u32 {
    #[step(name = "limited", timeout = "2s", retry(attempts = 2, jitter = 0))]
    let first: u32 = pipeline::inside(n);
    #[step(name = "spare", optional, when = n > 0)]
    let second: u32 = pipeline::inside(n);
    let total: u32 = either(first.ok(), second.maybe());
    total
}

/// Gives nothing for small numbers.
#[pipeline(error = Fault)]
fn quiet(n: u32) -> u32 {
    #[step(when = n > 10)]
    let made: u32 = make(n);
    made
}

/// Runs it, and one that has no output.
#[pipeline(error = Fault)]
fn around_quiet(n: u32) -> u32 {
    pipeline::silent(n);
    let made: u32 = pipeline::quiet(n);
    let told: u32 = tell(made.maybe());
    repeat(&made);
    told
}

/// Gives nothing at all.
#[pipeline(error = Fault)]
fn silent(n: u32) {
    mutter(n);
}

/// Runs one with another error.
#[pipeline(error = Gathered)]
fn gathers(n: u32) -> u32 {
    let all: u32 = pipeline::inside(n);
    all
}

/// The same with any error.
#[pipeline]
fn gathers_any(n: u32) -> u32 {
    #[step(name = "part")]
    let all: u32 = pipeline::gathers(n);
    all
}

/// Looks at the run that it is.
#[pipeline(error = Fault, metadata(user: String, source: String = "api".into(), page: u32 = 1))]
fn looks(names: Vec<String>) -> Vec<String> {
    let place: String = find_place(&names);
    #[step(executor = pool)]
    let pool_place: String = find_pool_place(&names);
    let all: Vec<String> = gather(names, place, pool_place);
    all
}

/// Runs it between others.
#[pipeline(error = Fault, metadata(user: String, source: String = "shell".into()))]
fn looks_twice(names: Vec<String>) -> Vec<String> {
    let once: Vec<String> = pipeline::looks(names.clone());
    #[step(name = "spawned", executor = Spawn)]
    let twice: Vec<String> = pipeline::looks(names);
    let all: Vec<String> = both(once, twice);
    all
}

/// Runs one that runs others.
#[pipeline(error = Fault, metadata(user: String))]
fn looks_deeply() -> Vec<String> {
    let names: Vec<String> = name_some();
    let all: Vec<String> = pipeline::looks_twice(names);
    all
}

/// Runs one of two, or none.
#[pipeline(error = Fault)]
fn either_way(n: u32) -> u32 {
    let made: u32 = if n > 5 {
        pipeline::inside(n)
    } else if n > 1 {
        #[step(name = "quietly")]
        pipeline::quiet(n)
    } else {
        0
    };
    let told: u32 = show(made.maybe());
    told
}
