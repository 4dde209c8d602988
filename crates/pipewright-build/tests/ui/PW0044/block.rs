/// A block that is to be repeated.
#[pipeline]
fn regions(ids: Vec<u32>) -> u32 {
    #[step(for_each(region = ["eu", "us"]))]
    let all: Vec<u32> = ids.clone().map(|id: u32| {
        let raw: u32 = fetch(region, id);
        rate(raw)
    });
    sum(&all)
}
