//! Steps that call for each element of a value.

use crate::mapping::{Counted, Numbers};
use crate::script::Fault;
use pipewright::Collected;
use std::collections::HashMap;

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

/// On threads, beside a step that takes what they borrow.
#[pipeline(error = Fault)]
fn mapping_threads(ids: Vec<u32>) -> (String, u32) {
    let settings: String = load();
    #[step(blocking, concurrency = 2, optional)]
    let users: Vec<u32> = ids.map(|id: &u32| work(id, &settings));
    let all: (String, u32) = take(settings, users.ok());
    all
}

/// With a limit for each element, and one for all of them.
#[pipeline(error = Fault)]
fn mapping_limits(ids: Vec<u32>) -> Vec<u32> {
    let settings: String = load();
    #[step(
        blocking,
        concurrency = 2,
        timeout = "2s",
        deadline = "3s",
        on_error = "skip"
    )]
    let users: Vec<u32> = ids.map(|id: u32| work(id, &settings));
    users
}

/// From a stream, three at once.
#[pipeline(error = Fault)]
fn mapping_stream(numbers: Numbers) -> Vec<u32> {
    #[step(concurrency = 3)]
    let users: Vec<u32> = numbers.map(|number: u32| fetch(number));
    users
}

/// From an iterator that makes its elements as they are asked for, into another collection.
#[pipeline(error = Fault)]
fn mapping_lazy(numbers: Counted) -> HashMap<u32, String> {
    #[step(concurrency = 3)]
    let users: HashMap<u32, String> = numbers.map(|number: u32| fetch(number));
    users
}

/// A step that computes what all elements share, once; what each becomes is summed up.
#[pipeline(error = Fault)]
fn mapping_shared(ids: Vec<u32>) -> u32 {
    #[step(infallible)]
    let four: u32 = four();
    #[step(infallible)]
    let made: Vec<u32> = ids.map(|id: u32| make(id, four));
    #[step(infallible, name = "sum")]
    let sum: u32 = made.fold(0, |so_far: u32, part: u32| {
        crate::mapping::sum(so_far, part)
    });
    sum
}

/// Elements that decline are left out; a step that gives nothing maps too.
#[pipeline(error = Fault)]
fn mapping_nothing(ids: Vec<u32>) -> Vec<u32> {
    #[step(skippable)]
    let odd: Vec<u32> = ids.map(|id: &u32| odd(id));
    odd.map(|id: &u32| note(id));
    odd
}

/// What becomes of one number: two steps side by side, and one that joins them with what all share.
#[pipeline(error = Fault)]
fn joined(id: u32, four: u32) -> u32 {
    let m: u32 = plus(id, four);
    let double: u32 = double(m);
    let triple: u32 = triple(m);
    #[step(when = id != 99)]
    let sum: u32 = join(double, triple);
    sum
}

/// Runs it for each.
#[pipeline(error = Fault)]
fn mapping_runs(ids: Vec<u32>) -> u32 {
    let four: u32 = four();
    #[step(retry(attempts = 2, delay = "1s", factor = 1, jitter = 0))]
    let all: Vec<u32> = ids.map(|id: u32| pipeline::joined(id, four));
    #[step(infallible)]
    let total: u32 = all.reduce(|a: u32, b: u32| crate::mapping::sum(a, b));
    total
}

/// Two steps, one after the other.
#[pipeline(error = Fault)]
fn greeted(name: String, greeting: String) -> String {
    let text: String = greet(&name, &greeting);
    let shown: String = show(text);
    shown
}

/// Runs it for two at once, each with a limit; errors are data.
#[pipeline(error = Fault)]
fn mapping_runs_all(names: Vec<String>, greeting: String) -> Collected<String, Fault> {
    #[step(
        concurrency = 2,
        on_error = "collect",
        timeout = "10s",
        executor = Spawn
    )]
    let all: Collected<String, Fault> =
        names.map(|name: &String| pipeline::greeted(name.clone(), greeting.clone()));
    all
}

/// Two maps and a step side by side.
#[pipeline(error = Fault)]
fn mapping_both(ids: Vec<u32>) -> u32 {
    let first: Vec<u32> = ids.clone().map(|id: u32| fetch(id));
    let other: Vec<u32> = ids.clone().map(|id: u32| fetch_other(id));
    let one: u32 = one();
    let all: u32 = all(&first, &other, one);
    all
}

/// A map in one of two arms, and a fold in the other.
#[pipeline(error = Fault)]
fn mapping_arms(ids: Vec<u32>, factor: Option<u32>) -> u32 {
    let sum: u32 = match &factor {
        Some(factor) => {
            #[step(when = id > 1)]
            let all: Vec<u32> = ids.map(|id: &u32| times(id, factor as &u32));
            last(&all)
        }
        #[step(infallible)]
        None => ids.fold(0, |so_far: u32, id: &u32| plus(so_far, id)),
    };
    #[step(infallible)]
    let made: u32 = keep(sum);
    made
}
