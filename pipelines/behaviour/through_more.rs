//! What else may stand in the block of a map.

use crate::mapping::Numbers;
use crate::script::Fault;
use pipewright::Collected;

/// Threads that outlive their limits look at what a later step takes.
#[pipeline(error = Fault)]
fn through_threads(ids: Vec<u32>) -> (String, u32) {
    let settings: String = load();
    let all: Vec<u32> = ids.map(|id: &u32| {
        #[step(blocking, timeout = "20ms")]
        let done: u32 = work(id, &settings);
        #[step(infallible)]
        let sum: u32 = count(done.ok());
        sum
    });
    #[step(infallible)]
    let taken: (String, u32) = take(settings, &all);
    taken
}

/// Nearly everything.
#[limits(shop(permits = 1))]
#[pipeline(error = Fault, metadata(user: String), deadline = "1h")]
fn through_all(ids: Vec<u32>, factor: Option<u32>, texts: Vec<String>) -> Vec<u32> {
    #[step(for_each(region = ["eu", "us"]))]
    let rate: u32 = rate(region);
    #[step(when = factor.is_some(), infallible)]
    let extra: u32 = extra();
    #[step(on_error = "collect")]
    let given: Collected<String, Fault> = texts.map(|text: &String| give(text));
    let sums: Vec<u32> = ids.map(|id: u32| {
        #[step(limit = shop, executor = pool)]
        let first: u32 = first(id, rate_eu);
        let inner: u32 = pipeline::joined(id, first);
        #[step(for_each(side = ["left", "right"]), infallible)]
        let half: u32 = half(side, inner);
        let scaled: u32 = match &factor {
            Some(factor) => times(inner, factor as &u32),
            None => 0,
        };
        #[step(when = is_wanted(scaled, rate_us))]
        let names: Vec<String> = given.oks().map(|name: &String| {
            #[step(infallible)]
            let loud: String = crate::through::shout(&name, half_left);
            loud
        });
        #[step(undo = back(first), retry(attempts = 2, when = error.0 == "again"))]
        let last: u32 = last(&half, extra.maybe(), rate, names.ok());
        last
    });
    sums
}

/// The elements of a stream.
#[pipeline(error = Fault, fail_fast)]
fn through_stream(numbers: Numbers, run: u32, around: u32) -> Vec<u32> {
    #[step(concurrency = 3)]
    let index: Vec<u32> = numbers.map(|inner: u32| {
        let own: u32 = fetch(inner, run);
        let steps: u32 = fetch_more(own, around);
        steps
    });
    index
}

/// Blocks whose steps come after what is around them.
#[pipeline(error = Fault)]
fn through_after(grid: Vec<Vec<u32>>) {
    prepare();
    grid.map(|row: &Vec<u32>| {
        open(row);
        #[step(after = open)]
        row.map(|cell: &u32| {
            #[step(after = prepare)]
            write(cell);
        });
    });
}
