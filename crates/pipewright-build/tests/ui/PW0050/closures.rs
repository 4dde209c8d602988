use crate::{Money, User, UserId};

#[pipeline]
fn closures(ids: Vec<UserId>, parts: Vec<Money>, zero: Money) -> Money {
    let _a: Vec<User> = ids.map(enrich);
    let _b: Vec<User> = ids.iter().map(|id: &UserId| enrich(id));
    let _c: Money = parts.fold(|so_far: Money, part: Money| add(so_far, part));
    let _d: Money = parts.reduce(zero, |a: Money, b: Money| add_two(a, b));
    #[step(on_error = "skip")]
    let sum: Money = parts.clone().reduce(|a: Money, b: Money| add_three(a, b));
    sum
}
