use crate::{Guest, OrderId, Receipt, Reservation};

#[pipeline]
fn reserve_all(ids: Vec<OrderId>, guests: Vec<Guest>) {
    let receipts: Vec<Receipt> = ids.map(|id: OrderId| {
        #[step(undo = release(&reservation))]
        let reservation: Reservation = reserve(&id);
        let receipt: Receipt = confirm(&reservation);
        receipt
    });
    #[step(undo = release_rooms(&rooms))]
    let rooms: Vec<Receipt> = guests.map(|guest: Guest| {
        #[step(undo = release(&room))]
        let room: Reservation = book(&guest);
        let told: Receipt = welcome(&room);
        told
    });
    tell(&receipts, &rooms);
}
