#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderId(pub u64);

#[derive(Debug)]
pub struct Order {
    pub id: OrderId,
    pub total: u32,
}

#[derive(Debug)]
pub struct Charge {
    pub amount: u32,
}

#[derive(Debug)]
pub struct Receipt {
    pub order: OrderId,
    pub total: u32,
}

#[derive(Debug)]
pub struct OrderError;
