//! Approves a purchase: by itself up to a limit, by a person above it.

use crate::purchases::{Approval, Decision, Request};

const LIMIT: u32 = 2_500;

#[pipeline]
fn approval(request: Request) -> Decision {
    /// The price of all pieces.
    #[step(infallible)]
    let total: u32 = add_up(&request);

    /// What costs little is approved at once.
    #[step(when = total <= LIMIT, infallible)]
    let automatic: Approval = approve(total);

    /// What costs more is for a person to decide.
    #[step(when = total > LIMIT)]
    let manual: Approval = ask_manager(&request, total);

    // One of the two was skipped. This step reads both as `Option`s, so it runs in either case.

    /// What came of it, whoever approved it.
    #[step(infallible)]
    let decision: Decision = decide(total, automatic.maybe(), manual.maybe());

    decision
}
