use crate::orders::{Charge, Order, OrderId};

#[pipeline]
fn order_processing(order_id: OrderId) -> Order {
    let order: Order = validate(&order_id).await.unwrap();
    let payment: Charge = charge(&order).map_err(|error| error.into())?;
    let both: (Order, Charge) = tokio::join!(load(&order_id), charge(&order_id));
    let lent: Order = &load(&order_id);
    store(&payment).total as u32
}
