#[pipeline(limits(database(permits = 10)))]
fn load_all() {
    load();
}
