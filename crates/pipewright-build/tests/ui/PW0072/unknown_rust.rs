#[pipeline]
#[limits(database(permits = 10), database(per_second = 5), nothing())]
fn load_all() {
    #[step(limit = databse)]
    load();
    #[step(limit = disk)]
    save();
}
