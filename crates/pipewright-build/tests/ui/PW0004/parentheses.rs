#[pipeline(requires(crate::Storage))]
fn orders(id: Id) {
    load(&id);
    keep(&id);
    #[step(after(load, keep))]
    note(&id);
    #[step(after = (load, keep), retry(attempts = 3, jitter = "10%"))]
    index(&id);
    #[step(after(load))]
    store(&id);
}
