//! för
#[pipeline]
fn order_processing() {
    validate();
}
