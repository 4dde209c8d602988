//! A workflow whose steps share limits.

#[workflow(start = fill, state = u32, error = String, concurrency = 4)]
#[limits(tap(permits = 2), bell(per_second = 1))]
trait rationed {
    #[step(infallible)]
    #[next(draw, ring)]
    fn fill(glasses: u32);

    #[step(limit = tap, retry(attempts = 2, delay = "3s", jitter = 0))]
    fn draw(glass: u32);

    #[step(limit = bell, deadline = "90ms", blocking)]
    fn ring(times: u32);
}
