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

impl std::fmt::Display for OrderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no such order")
    }
}

impl std::error::Error for OrderError {}

pub fn charge(order: &Order) -> Charge {
    Charge { amount: order.total }
}
