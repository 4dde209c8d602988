#[pipeline]
fn orders(id: Id) {
    #[retry(3)]
    load(&id);
}
