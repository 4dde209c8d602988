use crate::orders::{Invoice, Order};

#[pipeline]
fn outside(orders: Vec<Order>) {
    let _invoices: Vec<Invoice> = orders.map(|order: Order| pipeline::invoice(order));
}
