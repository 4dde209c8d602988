#[workflow(begin = load, state = u32, name = "x", workers = 8)]
trait batch {
    #[step(name = "loads", retries = 3)]
    #[next(when = output > 3, else = load)]
    fn load(batch: String) -> u32;
}
