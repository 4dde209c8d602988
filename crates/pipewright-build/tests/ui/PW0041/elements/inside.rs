use crate::orders::{Invoice, Order};

#[pipeline]
fn invoice(order: Order, page: u32) -> Invoice {
    let invoice: Invoice = write(order, page);
    invoice
}

#[pipeline]
fn both(a: Invoice, b: Invoice) -> Invoice {
    let both: Invoice = add(a, b);
    both
}
