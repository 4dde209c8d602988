#[flow(name = "x", errors = String)]
trait checkout {
    #[entry]
    #[step(retry(attempts = 3), sync, calls = receive)]
    fn receive();
}
