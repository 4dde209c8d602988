#[flow]
#[pipeline]
trait checkout {
    #[entry(first)]
    #[entry]
    #[next(charge)]
    #[calls = charge]
    fn receive();
}
