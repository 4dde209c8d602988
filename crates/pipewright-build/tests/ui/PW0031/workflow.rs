#[workflow(start = load, state = u32)]
pub trait batch: Send {
    fn load(&self, batch: String) -> u32;
    async fn process<T>(item: u32) {
        item + 1
    }
}

trait others {
    fn load(batch: String);
}
