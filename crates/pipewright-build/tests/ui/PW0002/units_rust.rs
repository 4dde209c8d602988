#[pipeline]
fn orders(id: u32) {
    #[step(timeout_ms = 500, retry(attempts = 3, delay_seconds = 1))]
    load(id);
}
