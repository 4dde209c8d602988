use crate::orders::{Charge, Order};

#[pipeline]
fn order_processing(order: Order) {
    let (payment, stock): (Charge, Stock) = tokio::join!(charge(&order), reserve(&order));
    let Some(letter): Option<Letter> = write(&payment) else { return };
    send(&letter);
}
