#[flow]
trait checkout {
    #[entry]
    #[calls(validat, ship)]
    fn receive(order: String);

    fn validate();
}
