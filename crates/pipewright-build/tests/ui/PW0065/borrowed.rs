#[flow]
trait checkout {
    #[entry]
    fn receive(order: &String, text: &str, all: &[u32], number: u32);
}

#[flow]
trait nothing {
    fn receive(order: &str);
}
