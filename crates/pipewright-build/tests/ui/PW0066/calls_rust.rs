#[flow]
trait checkout {
    #[entry]
    #[step(blocking)]
    #[calls(charge, charge)]
    fn receive();

    fn charge();
}
