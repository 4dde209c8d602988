/// Names that are nowhere, and one that is only in a block.
#[pipeline]
fn unknown(ids: Vec<u32>, settings: String) -> Vec<u32> {
    let all: Vec<u32> = ids.map(|id: u32| {
        let raw: u32 = fetch(id, &setings);
        let more: u32 = rate(row);
        add(raw, more)
    });
    note(raw);
    all
}
