#[pipeline]
fn order_processing() {
    #[step(undo(release(), retry(attempts = 3, after = error.retry_after()), deadline = "5s"))]
    reserve();
    #[step(compensate = refund())]
    pay();
}
