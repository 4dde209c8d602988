#[workflow(start = load, state = u32)]
trait batch {
    #[next(proces, elsewhere)]
    fn load(batch: String) -> Vec<String>;

    #[next = loda]
    fn process(item: String) -> String;

    #[next(if = output, no = proces)]
    fn decide(item: String) -> bool;
}
