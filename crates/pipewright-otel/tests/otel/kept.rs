//! The diagrams of this crate's pipelines, kept as the page on pictures tells.

#[test]
fn diagrams() {
    pipewright::assert_diagrams!();
}
