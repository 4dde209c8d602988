/// An element that two steps take.
#[pipeline]
fn two(names: Vec<String>) -> Vec<u32> {
    let all: Vec<u32> = names.map(|name: String| {
        let raw: u32 = fetch(name);
        let more: u32 = rate(name);
        add(raw, more)
    });
    all
}
