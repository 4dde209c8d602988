use crate::orders::{Order, Parcel, Reservation};

#[pipeline]
fn order_processing(order: Order) -> Parcel {
    #[step(undo(release(&reservation), timeout = "5s"))]
    let reservation: Reservation = reserve(&order);
    let parcel: Parcel = ship(order, reservation);
    parcel
}
