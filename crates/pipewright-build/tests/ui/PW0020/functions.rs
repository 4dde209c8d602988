#[pipeline]
fn pipelines() {
    validate();
}

#[pipeline]
fn r#match() {
    validate();
}
