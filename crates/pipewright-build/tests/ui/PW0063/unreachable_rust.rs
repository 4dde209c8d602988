#[workflow(start = load, state = u32)]
trait batch {
    fn load(batch: String);
    fn process(item: String);
}
