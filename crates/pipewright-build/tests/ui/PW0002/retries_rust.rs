#[pipeline]
fn orders(id: u32) {
    #[step(retries = 4)]
    load(id);
    #[step(retries = 4, retry_delay = "10ms")]
    store(id);
    #[step(retry(retries = 4))]
    index(id);
}
