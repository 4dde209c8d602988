//! Steps that run elsewhere, and what is decided about them, which does not.
use crate::script::Fault;
use pipewright::Collected;

#[pipeline(error = Fault, executor = pool)]
fn elsewhere(n: u32) -> u32 {
    let one: u32 = work(n);
    #[step(when = is_wanted(one), retry(attempts = 2))]
    let two: u32 = try_again(one);
    let way: u32 = match crate::waits::noted("match", &two) {
        true => work_more(two),
        false => 0,
    };
    way
}

/// Gives all results in their places.
#[pipeline(error = Fault)]
fn positions(ids: Vec<u32>) -> Collected<u32, Fault> {
    #[step(on_error = "collect")]
    let tripled: Collected<u32, Fault> = ids.map(|id: u32| triple(id));
    tripled
}
