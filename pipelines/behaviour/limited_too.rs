//! One step that shares a limit with another pipeline, on a thread that blocks.
use crate::script::Fault;

#[pipeline(error = Fault)]
#[limits(database(permits = 1), calls(permits = 3, per_second = 1))]
fn limited_too() {
    #[step(limit = database, blocking, timeout = "1s")]
    dig();
    #[step(limit = calls, after = dig)]
    call();
}
