#[pipeline]
#[limits(database(permits = 1))]
fn slow() {
    #[step(limit = database)]
    ask();
}

#[pipeline]
#[limits(database(permits = 9), calls(permits = 2))]
fn fast() {
    #[step(limit = database)]
    ask();
    #[step(limit = calls)]
    call();
}
