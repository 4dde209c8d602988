#![allow(dead_code)]

pub mod orders {
    pub struct OrderId(pub u64);

    pub struct Order {
        pub paid: bool,
        pub shippable: bool,
    }

    pub struct Receipt<T = ()>(pub T);

    pub struct Charge;
    pub struct Date;
    pub struct Invoice;
    pub struct Label;
    pub struct Note;
    #[derive(Debug)]
    pub struct OrderError;
    pub struct Parcel;
    pub struct Shipment;
}

pub struct Audit;
pub struct Change;
pub struct Request;
pub struct User;
pub struct UserId;

pub mod settings {
    pub fn is_enabled() -> bool {
        true
    }
}
