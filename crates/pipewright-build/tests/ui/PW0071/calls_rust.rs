use crate::orders::Order;

#[pipeline]
fn order_processing(order: Order) {
    #[step(undo())]
    two(&order);
    #[step(undo(retry(attempts = 3)))]
    three(&order);
    #[step(undo(release))]
    five(&order);
    #[step(undo = |order| release(order))]
    six(&order);
}
