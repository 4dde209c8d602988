#[flow]
trait counter {
    #[entry]
    #[calls(find)]
    fn serve(wish: &str) -> usize;

    #[calls(weigh)]
    fn find(wish: &str) -> usize;

    #[step(blocking, infallible)]
    fn weigh(piece: &str) -> usize;
}
