#[pipeline(metadata(user: String))]
fn year_end() {
    pipeline::invoice();
}
