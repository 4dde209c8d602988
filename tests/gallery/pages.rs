//! Pages whose code is that of an example.

const EMITTERS: &str = include_str!("../../docs/emitters.md");
const QUOTED: [&str; 2] = [
    include_str!("../../examples/emitters/main.rs"),
    include_str!("../../examples/ingest/archive.rs"),
];

/// Lines without what they are indented by.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).collect()
}

#[test]
fn the_code_of_the_page_on_emitters_is_compiled() {
    let quoted = QUOTED.map(lines);
    let mut blocks = 0;
    for part in EMITTERS.split("```rust\n").skip(1) {
        let block = lines(part.split_once("```").unwrap().0);
        let has = |text: &Vec<&str>| text.windows(block.len()).any(|part| part == block);
        assert!(quoted.iter().any(has), "{}", block.join("\n"));
        blocks += 1;
    }
    assert_eq!(blocks, 8);
}

#[test]
fn the_event_of_the_page_on_emitters_can_be_read() {
    let (_, json) = EMITTERS.split_once("```json\n").unwrap();
    let json = json.split_once("```").unwrap().0;
    let event: pipewright::Event = serde_json::from_str(json).unwrap();
    let told = "ingest::documents: fetch, attempt 1 failed after 14.8 ms: busy; again in 20 ms";
    assert_eq!(event.to_string(), told);
    assert!(EMITTERS.contains(told));
    assert_eq!(serde_json::to_string(&event).unwrap(), json.trim_end());
}
