use crate::orders::{Order OrderId};
const SIZE = 100;
const PAGE: u32;
const NAME: &str = ;

#[pipeline(error = Order Error, metadata(user, source: String = ), requires = [crate::Storage + Send])]
fn order_processing(order_id, customer: , id OrderId, count: int[]) -> Vec<Order {
    #[step(when = order.total >, after = the migration, executor = Spawn!)]
    let order: Order = validate(&order_id +, , 3u32);
    let payment = charge(&order);
    let a: = weigh(&order);
    let b: Vec<u8 = store(&order);
    let c: Order = fetch::<Order>(&order_id);
    order
}
