#[pipeline]
fn order_processing() {}
