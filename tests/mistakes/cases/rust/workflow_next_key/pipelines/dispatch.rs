#[workflow(start = load, state = usize)]
trait dispatch {
    #[step(next = pack)]
    fn load(crates: String) -> Vec<String>;

    #[next(pack, seal)]
    fn pack(piece: String) -> usize;

    fn seal(weight: usize);
}
