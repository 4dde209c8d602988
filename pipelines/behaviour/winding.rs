//! Runs inside others: cut short, begun with an entry, sharing what they wait for.
use crate::script::Fault;

/// Books, and pays.
#[pipeline(error = Fault)]
fn booking(n: u32) -> u32 {
    #[step(undo(unbook(&booked), timeout = "10s"))]
    let booked: u32 = book(n);
    let paid: u32 = pay(&booked);
    paid
}

/// Books between other things.
#[pipeline(error = Fault)]
fn books_inside(n: u32) -> u32 {
    #[step(undo = release(&reserved))]
    let reserved: u32 = reserve(n);
    #[step(timeout = "5s", retry(attempts = 2, delay = "1s", jitter = 0))]
    let paid: u32 = pipeline::booking(reserved);
    let told: u32 = tell(paid);
    told
}

/// Books for each, and at most so long for one.
#[pipeline(error = Fault)]
fn books_each(ns: Vec<u32>) -> Vec<u32> {
    #[step(concurrency = 2, timeout = "5s")]
    let paid: Vec<u32> = ns.map(|n: u32| pipeline::booking(n));
    paid
}

/// Asks one at a time.
#[pipeline(error = Fault)]
#[limits(database(permits = 1))]
fn querying(n: u32) -> u32 {
    #[step(limit = database)]
    let answer: u32 = query(n);
    answer
}

/// Asks twice, by way of another, and once itself.
#[pipeline(error = Fault)]
#[limits(calls(permits = 5))]
fn queries(n: u32) -> u32 {
    let one: u32 = pipeline::querying(n);
    #[step(name = "again")]
    let two: u32 = pipeline::querying(n);
    #[step(limit = calls)]
    let three: u32 = call(n);
    let all: u32 = add(one, two, three);
    all
}

/// May begin in two ways.
#[pipeline(error = Fault, show)]
#[entry(change = by_letter(letter: u32))]
#[entry(change = by_call(caller: u32, loud: bool))]
fn changes(change: u32, weight: u32) -> u32 {
    let weighed: u32 = weigh(change, weight);
    weighed
}

/// Begins in both.
#[pipeline(error = Fault)]
fn changes_both(n: u32) -> u32 {
    let one: u32 = pipeline::changes::by_letter(n, 10u32);
    let two: u32 = pipeline::behaviour::changes::by_call(n, true, n);
    let sum: u32 = both(one, two);
    sum
}
