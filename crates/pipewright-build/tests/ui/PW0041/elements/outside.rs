use crate::orders::{Invoice, Order};

#[pipeline]
fn outside(orders: Vec<Order>, prices: Vec<Invoice>, page: u32) {
    let _borrowed: Vec<Invoice> = orders.map(|order: &Order| pipeline::invoice(order, page));
    #[step(name = "lends")]
    let _lent: Vec<Invoice> = orders.clone().map(|order: Order| pipeline::invoice(&order, &page));
    #[step(name = "one")]
    let _sum: Invoice = prices.reduce(|a: Invoice, b: Invoice| pipeline::both(a, b));
}

#[pipeline]
fn shares(pages: Vec<u32>, order: Order) {
    #[step(infallible)]
    let _invoices: Vec<Invoice> = pages.map(|page: u32| pipeline::invoice(&order, page));
}
