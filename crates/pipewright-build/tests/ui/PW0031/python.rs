use crate::orders::{Charge, Order};

@flow(retries=3)
def order_processing(order):
    payment = charge(order)
    return payment
