#[workflow(start = load, state = u32)]
trait batch {
    #[next(if = result > 3, yes = process)]
    fn load(batch: String) -> u32;
    fn process(item: u32);
}
