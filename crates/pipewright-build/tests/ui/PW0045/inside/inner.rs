use crate::{Change, Request};

#[pipeline]
#[entry(change = api_request(request: Request))]
fn inner(change: Change) -> Change {
    let valid: Change = validate(change);
    valid
}
