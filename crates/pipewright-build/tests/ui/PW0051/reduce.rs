use crate::{Money, Settings};

#[pipeline]
fn shared(parts: Vec<Money>, settings: Settings) -> Money {
    #[step(blocking)]
    let sum: Money = parts.reduce(|a: Money, b: Money| add(a, b, settings));
    sum
}
