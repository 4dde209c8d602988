/// What nothing in a block reads.
#[pipeline]
fn unread(ids: Vec<u32>) -> Vec<u32> {
    let all: Vec<u32> = ids.map(|id: u32| {
        let raw: u32 = fetch();
        let more: u32 = rate();
        raw
    });
    all
}
