//! Extracts a number, transforms it in two ways side by side, and loads what they make together.

#[pipeline]
fn etl() -> i64 {
    /// Where the data come from.
    #[step(infallible)]
    let raw: i64 = extract();

    /// 10 × 2 = 20
    #[step(infallible)]
    let doubled: i64 = double(raw);

    /// 10 + 5 = 15
    #[step(infallible)]
    let raised: i64 = add_five(raw);

    /// 20 + 15 = 35
    #[step(infallible)]
    let total: i64 = combine(doubled, raised);

    /// Where the result goes; a step need not return anything.
    load(total);

    total
}
