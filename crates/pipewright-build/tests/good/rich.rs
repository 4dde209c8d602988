use crate::{Charge, Order};

const PAGE: u32 = 100;

#[pipeline(deadline = "5s", metadata(user: String, source: String = "api".into()))]
fn rich(order: Order, n: u32) -> Option<Charge> {
    #[step(retry(attempts = 3, delay = "100ms", jitter = "full", when = error.is_transient()))]
    let x: Charge = x(&order, "eu", 10u8, PAGE, n);
    #[step(
        when = matches!(x.outcome(), Outcome::Ok(order) if order.big) && n > 3,
        after = x
    )]
    let y: u64 = crate::y(self, cx, &order.id, 5, x.outcome());
    #[step(when = is_large(&order, y), blocking, skippable, executor = gpu)]
    z(order);
    x.ok()
}
