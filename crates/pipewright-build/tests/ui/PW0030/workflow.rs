#[workflow(start = load, state = u32)]
trait batch {
    fn load(batch: String) -> u32
    fn process(item: u32);
    step;
}

#[workflow(start = load, state = u32)]
trait other;
