//! Pipelines of which there is much to be seen in a trace.

use crate::traced::{Ticket, Trouble};

/// All that has spans: attempts, elements, a run inside this one, and wires that say only in which order steps run.
#[pipeline(error = Trouble)]
fn traced(ids: Vec<u32>, ticket: Ticket) -> u32 {
    look(&ticket);
    #[step(retry(attempts = 2, delay = "1s", jitter = 0))]
    let tried: u32 = tries();
    #[step(retry(attempts = 2, delay = "1s", jitter = 0))]
    let parts: Vec<u32> = ids.map(|id: &u32| each(id));
    #[step(name = "part", retry(attempts = 2, delay = "1s", jitter = 0))]
    let part: u32 = pipeline::traced_part(7u32);
    #[step(after = tries)]
    let used: u32 = use_up(ticket);
    let all: u32 = sum(tried, &parts, part, used);
    all
}

/// One step, on a thread if it is asked to.
#[pipeline(error = Trouble)]
fn traced_part(n: u32) -> u32 {
    let part: u32 = work(n);
    part
}

/// Steps that call each other.
#[flow(error = Trouble)]
trait traced_calls {
    #[entry]
    #[calls(ask)]
    fn receive(n: u32) -> u32;

    fn ask(n: u32) -> u32;
}

/// A queue with a step in it that fails at first.
#[workflow(start = load, state = u32, error = Trouble)]
trait traced_queue {
    #[step(retry(attempts = 2, delay = "1s", jitter = 0))]
    fn load(n: u32) -> u32;
}
