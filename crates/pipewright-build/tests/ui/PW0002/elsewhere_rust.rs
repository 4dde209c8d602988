#[pipeline(concurrency = 4)]
fn orders(id: u32) {
    #[step(trigger_rule = "all_done", continue_on_error = true)]
    store(id);
}
