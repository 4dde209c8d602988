#[workflow(start = load, state = u32)]
#[workflow(start = load, state = u32)]
#[derive(Debug)]
trait batch {
    #[next(load)]
    #[next(load)]
    #[step(infallible)]
    #[step(blocking)]
    #[timeout = "5s"]
    fn load(batch: String) -> u32;
}
