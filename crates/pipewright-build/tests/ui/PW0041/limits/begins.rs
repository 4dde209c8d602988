use crate::{Change, Request};

#[pipeline]
#[entry(change = api_request(request: Request))]
fn update(change: Change, count: u32) -> Change {
    let valid: Change = validate(change, count);
    valid
}

#[pipeline]
fn outer(request: Request) -> Change {
    let change: Change = pipeline::update::api_request(request);
    change
}
