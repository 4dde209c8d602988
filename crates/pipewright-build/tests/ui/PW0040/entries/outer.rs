use crate::{Change, Request};

#[pipeline]
fn outer(request: Request, other: Change) -> Change {
    pipeline::plain::api_request(other);
    let change: Change = pipeline::update::api_requst(request, 3u32);
    change
}
