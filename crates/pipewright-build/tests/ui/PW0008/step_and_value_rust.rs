#[pipeline]
fn orders(limit: u32) {
    let rows: Rows = fetch();
    #[step(when = fetch.rows.is_large())]
    sum(&fetch.rows, limit);
}
