#[workflow(start = load, state = usize)]
trait dispatch {
    #[next(pack)]
    fn load(&self, crates: String) -> Vec<String>;

    #[next(pack, seal)]
    fn pack(piece: String) -> usize;

    fn seal(weight: usize);
}
