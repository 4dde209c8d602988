#[pipeline]
fn order_processing() {
    validate();
}

#[pipeline]
fn refund() {
    validate();
}

#[pipeline]
fn refund() {
    validate();
}
