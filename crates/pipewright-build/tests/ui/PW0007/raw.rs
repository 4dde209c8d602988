use crate::orders::{Order, OrderId};

#[pipeline(metadata(deadline: String))]
fn order_processing(cx: OrderId, order_id: OrderId) -> Order {
    #[step(name = "validate order")]
    let r#type: Order = validate(&order_id);
    r#type
}
