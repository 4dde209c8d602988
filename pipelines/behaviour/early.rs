//! An arm that would have to wait for more than what decides about it.
use crate::script::Fault;

#[pipeline(error = Fault)]
fn early(many: bool) -> u32 {
    let slow: u32 = be_slow();
    let way: u32 = if many { take_slow(&slow) } else { take_quick() };
    let told: u32 = tell(way);
    finish(&slow);
    told
}
