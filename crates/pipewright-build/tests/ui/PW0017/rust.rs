#[pipeline(error = &str)]
fn order_processing(order_id: &str) -> Vec<&str> {
    let order: impl Into<Order> = validate(&order_id);
    let lines: Vec<&str> = lines(&order);
    lines
}
