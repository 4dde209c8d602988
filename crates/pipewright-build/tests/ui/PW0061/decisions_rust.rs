#[workflow(start = load, state = u32)]
trait batch {
    #[next(process, process)]
    fn load();

    #[next = work]
    fn process();

    #[next(if = true)]
    fn work(item: String);
}
