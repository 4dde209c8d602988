#[pipeline]
#[limits(database = 10, 20)]
fn load_all() {
    #[step(limit = database)]
    load();
}
