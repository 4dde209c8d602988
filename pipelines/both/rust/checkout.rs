//! Takes an order: keeps the goods for it and looks for fraud side by side, takes the money as the risk allows,
//! and ships. If anything fails, what was done is undone.
use crate::till::{Charge, CheckoutError, Consent, Order, Parcel, Reservation, Risk};

#[pipeline(error = CheckoutError, deadline = "30s")]
#[limits(bank(permits = 2, per_second = 20))]
fn checkout(order: Order) -> Parcel {
    /// Keeps the goods for this order.
    #[step(undo(release(&reservation), retry(attempts = 3, delay = "200ms"), timeout = "2s"))]
    let reservation: Reservation = reserve(&order);
    /// How likely it is that the order is a fraud.
    let risk: Risk = look_for_fraud(&order);
    /// A low risk is charged at once, another one with the bank's consent or not at all.
    let payment: Charge = match &risk {
        #[step(limit = bank, retry(attempts = 3, delay = "100ms"), undo = refund(&order))]
        Risk::Low => charge(&order, &reservation),
        Risk::Unclear(points) => {
            /// Asks the bank, which takes its time.
            #[step(limit = bank, timeout = "10s")]
            let consent: Consent = ask_bank(&order, points as &u8);
            #[step(limit = bank, undo = refund(&order))]
            charge_with(&order, &reservation, &consent)
        }
        Risk::High(points) => refuse(points as &u8),
    };
    /// Hands the goods to the carrier.
    let parcel: Parcel = ship(&order, &reservation, &payment);
    /// Tells the customer, who gets the parcel all the same.
    #[step(optional)]
    notify(&parcel);
    parcel
}
