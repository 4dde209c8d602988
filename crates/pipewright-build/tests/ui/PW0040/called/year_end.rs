#[pipeline]
fn year_end(order: u32) -> String {
    let bill: String = billing::invoice(order);
    bill
}

#[pipeline]
fn year(order: u32) -> String {
    let bill: String = ::billing::invoice(order);
    bill
}
