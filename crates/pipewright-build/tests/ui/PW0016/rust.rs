use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id);
    #[step(name = "validate_again", infallible)]
    let checked: Order = validate(order);
    checked
}
