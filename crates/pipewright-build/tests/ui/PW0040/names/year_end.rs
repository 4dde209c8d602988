use crate::orders::{Invoice, Order};

#[pipeline]
fn year_end(order: Order) -> Invoice {
    let invoice: Invoice = pipeline::month_and(order);
    invoice
}
