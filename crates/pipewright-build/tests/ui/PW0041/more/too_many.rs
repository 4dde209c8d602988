use crate::orders::{Invoice, Order};

#[pipeline]
fn too_few(order: Order) -> Invoice {
    #[step(blocking, infallible)]
    let invoice: Invoice = pipeline::invoice(order);
    invoice
}

#[pipeline]
fn too_many(order: Order) -> Invoice {
    let invoice: Invoice = pipeline::invoice(order.clone(), 7, 8);
    pipeline::clean_up(order);
    invoice
}

#[pipeline]
fn no_output() -> Invoice {
    #[step(skippable)]
    let invoice: Invoice = pipeline::clean_up();
    invoice
}
