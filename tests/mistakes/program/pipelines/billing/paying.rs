#[pipeline]
fn refund(amount: u32) -> String {
    let letter: String = write(amount);
    letter
}

#[pipeline]
fn thanks(amount: u32) -> String {
    let letter: String = write(amount);
    letter
}
