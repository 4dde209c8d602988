use crate::{Fault, Id, Name, Raw};

/// The value is not what the map asks for.
#[pipeline(error = Fault)]
fn other(ids: Vec<Id>) -> Vec<Name> {
    let all: Vec<Name> = ids.map(|id: Id| {
        let raw: Raw = fetch(&id);
        note(&id);
        raw
    });
    all
}

/// There is none.
#[pipeline(error = Fault)]
fn nothing(ids: Vec<Id>) -> Vec<Name> {
    let all: Vec<Name> = ids.map(|id: Id| {
        let raw: Raw = fetch(&id);
        note(&raw);
    });
    all
}

/// Nobody asks for it.
#[pipeline(error = Fault)]
fn unwanted(ids: Vec<Id>) {
    ids.map(|id: Id| {
        let raw: Raw = fetch(&id);
        raw
    });
}

/// It belongs to somebody else.
#[pipeline(error = Fault)]
fn lent(ids: Vec<Id>) -> Vec<Id> {
    let all: Vec<Id> = ids.map(|id: &Id| {
        note(id);
        id
    });
    all
}

/// The second attempt would find no element.
#[pipeline(error = Fault)]
fn again(ids: Vec<Id>) -> Vec<Name> {
    #[step(retry(attempts = 3), blocking)]
    let all: Vec<Name> = ids.map(|id: Id| {
        let raw: Raw = fetch(&id);
        parse(raw)
    });
    all
}

/// One call for each element.
#[pipeline(error = Fault)]
fn folds(parts: Vec<u32>) -> u32 {
    let sum: u32 = parts.fold(0, |sum: u32, part: u32| {
        let rate: u32 = rate(part);
        add(sum, rate)
    });
    sum
}
