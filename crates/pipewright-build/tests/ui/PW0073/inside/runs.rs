#[pipeline]
#[limits(database(permits = 10), calls(per_second = 5))]
fn refunds(ids: Vec<u64>) {
    #[step(limit = database)]
    let done: Vec<u64> = ids.map(|id: u64| {
        #[step(limit = database)]
        let found: u64 = find(id);
        found
    });
    note(done);
}

#[pipeline]
#[limits(database(permits = 1))]
fn nightly(id: u64) {
    #[step(limit = database)]
    pipeline::one(id);
}

/// A rate is not kept.
#[pipeline]
#[limits(calls(per_second = 5))]
fn slowly(id: u64) {
    #[step(limit = calls)]
    pipeline::called(id);
}
