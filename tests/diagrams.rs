//! The snapshots that a user's own test keeps of the diagrams.

#[test]
fn some() {
    pipewright::assert_diagrams!("quickstart", "both/toml/approval");
}

#[test]
#[should_panic(expected = "there is no pipeline `quikstart`; there are ")]
fn one_that_there_is_not() {
    pipewright::assert_diagrams!("quikstart");
}
