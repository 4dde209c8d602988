use crate::{Action, Change, Request};

#[pipeline]
#[entry]
#[entry(change)]
#[entry(api_request(request: Request))]
fn malformed(change: Change) -> Change {
    let valid: Change = validate(change);
    valid
}

#[pipeline]
#[entry(change = api_request(request: Request))]
#[entry(order = admin_action(action: Action))]
fn other_value(change: Change, order: Change) -> Change {
    let valid: Change = validate(change, order);
    valid
}

#[pipeline]
#[entry(change = api_request(request: Request))]
fn no_parameter(changes: Change) -> Change {
    let valid: Change = validate(changes);
    valid
}
