/// A value and a step of a block that are called like others.
#[pipeline]
fn twice(ids: Vec<u32>, rate: u32) -> Vec<u32> {
    load(rate);
    let all: Vec<u32> = ids.map(|id: u32| {
        let rate: u32 = fetch(id);
        load(rate);
        rate
    });
    all
}
