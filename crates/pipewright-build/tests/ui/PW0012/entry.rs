use crate::{Action, Change, Request};

#[pipeline]
#[entry(change = api_request(request: Request), retry(attempts = 3))]
#[entry(change = admin_action(action: &Action), retry(attempts = 3))]
fn entry(change: Change) -> Change {
    let valid: Change = validate(change);
    valid
}
