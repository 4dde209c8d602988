#[pipeline]
fn year_end(order: u32) -> String {
    let bill: String = billing::invoice(order);
    bill
}
