/// What comes after steps of a block, and in a block after its own map.
#[pipeline]
fn letters(ids: Vec<u32>) {
    #[step(name = "all")]
    ids.map(|id: &u32| {
        fetch(id);
        #[step(after = all)]
        store(id);
    });
    #[step(after = fetch)]
    close();
}
