#[pipeline]
fn r#größe() {
    validate();
}
