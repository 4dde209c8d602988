use crate::till::{Charge, CheckoutError, Consent, Order, Parcel, Reservation, Risk};
use checkout::Context;

/// What the steps need: clients, pools, settings.
struct CheckoutSteps;

impl checkout::Steps for CheckoutSteps {
    /// Keeps the goods for this order.
    async fn reserve(&self, cx: &Context, order: &Order) -> Result<Reservation, CheckoutError> {
        todo!()
    }

    /// Undoes `reserve`, if the run fails.
    async fn release(&self, cx: &Context, reservation: &Reservation) -> Result<(), CheckoutError> {
        todo!()
    }

    /// How likely it is that the order is a fraud.
    async fn look_for_fraud(&self, cx: &Context, order: &Order) -> Result<Risk, CheckoutError> {
        todo!()
    }

    async fn charge(
        &self,
        cx: &Context,
        order: &Order,
        reservation: &Reservation,
    ) -> Result<Charge, CheckoutError> {
        todo!()
    }

    /// Undoes `charge`, if the run fails.
    async fn refund(&self, cx: &Context, order: &Order) -> Result<(), CheckoutError> {
        todo!()
    }

    /// Asks the bank, which takes its time.
    async fn ask_bank(
        &self,
        cx: &Context,
        order: &Order,
        points: &u8,
    ) -> Result<Consent, CheckoutError> {
        todo!()
    }

    async fn charge_with(
        &self,
        cx: &Context,
        order: &Order,
        reservation: &Reservation,
        consent: &Consent,
    ) -> Result<Charge, CheckoutError> {
        todo!()
    }

    async fn refuse(&self, cx: &Context, points: &u8) -> Result<Charge, CheckoutError> {
        todo!()
    }

    /// Hands the goods to the carrier.
    async fn ship(
        &self,
        cx: &Context,
        order: &Order,
        reservation: &Reservation,
        payment: &Charge,
    ) -> Result<Parcel, CheckoutError> {
        todo!()
    }

    /// Tells the customer, who gets the parcel all the same.
    async fn notify(&self, cx: &Context, parcel: &Parcel) -> Result<(), CheckoutError> {
        todo!()
    }
}
