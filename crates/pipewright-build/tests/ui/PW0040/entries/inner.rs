use crate::{Change, Request};

#[pipeline]
#[entry(change = api_request(request: Request))]
fn update(change: Change, count: u32) -> Change {
    let valid: Change = validate(change, count);
    valid
}

#[pipeline]
fn plain(change: Change) {
    look(&change);
}
