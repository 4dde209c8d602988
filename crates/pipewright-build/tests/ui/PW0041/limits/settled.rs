#[pipeline]
#[limits(database(permits = 3))]
fn settled() {
    pipeline::slow();
    pipeline::fast();
}
