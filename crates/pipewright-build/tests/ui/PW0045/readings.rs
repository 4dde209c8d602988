use crate::{Action, Change, Request};

#[pipeline]
#[entry(change = new(request: Request))]
#[entry(change = admin_action(action: Action))]
fn readings(change: Change) -> Request {
    let valid: Change = validate(change, &request, &action);
    #[step(when = action.is_urgent)]
    count(&request, &valid);
    let late: Change = if request.late { delay(&valid) } else { keep(&valid) };
    tell(late);
    request
}
