use crate::orders::{Invoice, Order};

#[pipeline]
fn borrows(order: Order, page: u32) -> Invoice {
    let invoice: Invoice = pipeline::invoice(&order, &page);
    invoice
}

#[pipeline]
fn borrows_and_reads(order: Order) -> Invoice {
    check(&order);
    #[step(when = order.is_open)]
    let invoice: Invoice = pipeline::invoice(&order, 7);
    invoice
}

#[pipeline]
fn reads_fields(order: Order) {
    pipeline::remind(&order.parent);
    let other: Order = other(&order);
    #[step(name = "remind_other")]
    pipeline::remind(other.maybe());
    #[step(name = "remind_outcome")]
    pipeline::remind(other.outcome());
    #[step(name = "remind_context")]
    pipeline::remind(cx);
    #[step(name = "remind_self")]
    pipeline::remind(self);
}
