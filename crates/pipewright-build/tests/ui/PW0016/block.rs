/// A method that is called in a block as nowhere else.
#[pipeline]
fn methods(ids: Vec<u32>, first: u32) -> Vec<u32> {
    let raw: u32 = fetch(first);
    let all: Vec<u32> = ids.map(|id: u32| {
        #[step(name = "fetch_one")]
        let one: u32 = fetch(&id);
        add(one, raw)
    });
    all
}
