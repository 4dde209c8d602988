use crate::orders::{Order, OrderId};

#[pipeline]
fn order_processing(ids: Vec<OrderId>) {
    for id in ids {
        let order: Order = validate(&id);
    }
    while is_open(&ids) {
        wait();
    }
    loop {
        wait();
    }
}
