use crate::orders::{Kind, Order, Parcel, Reservation};

#[pipeline]
fn order_processing(order: Order) -> Parcel {
    let reservation: Reservation = match &order.kind {
        #[step(undo = release(&reservation))]
        Kind::Stock => reserve(&order),
        #[step(undo = give_up(number as &u32))]
        Kind::Back(number) => wait(number as &u32),
    };
    let parcel: Parcel = ship(&reservation);
    parcel
}
