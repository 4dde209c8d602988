use crate::orders::{Invoice, Order};

#[pipeline]
fn invoice(order: Order, settings: String) -> Invoice {
    let invoice: Invoice = write(order, settings);
    invoice
}

#[pipeline]
fn invoices(orders: Vec<Order>, settings: String) -> Vec<Invoice> {
    let all: Vec<Invoice> = orders.map(|order: Order| pipeline::invoice(order, settings));
    all
}
