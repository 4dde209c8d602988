use crate::{Order, OrderId};

#[flow]
trait checkout {
    #[entry]
    #[calls(store)]
    pub async fn receive(id: OrderId) -> Order;

    fn store<T>(order: Order);
}
