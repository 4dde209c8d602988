/// A block that waits for what waits for its map.
#[pipeline]
fn circle(ids: Vec<u32>) -> Vec<u32> {
    let all: Vec<u32> = ids.map(|id: u32| {
        let raw: u32 = fetch(id);
        add(raw, total)
    });
    let total: u32 = sum(&all);
    all
}
