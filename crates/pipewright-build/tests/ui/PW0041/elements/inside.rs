use crate::orders::{Invoice, Order};

#[pipeline]
fn invoice(order: Order) -> Invoice {
    let invoice: Invoice = write(order);
    invoice
}
