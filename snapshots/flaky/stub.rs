use crate::weather_station::{Reading, StationError};
use flaky::Context;

/// What the steps need: clients, pools, settings.
struct FlakySteps;

impl flaky::Steps for FlakySteps {
    /// Waits 1, 2, 4, 8 and 16 seconds between its attempts, each up to a tenth longer at random.
    async fn read_station(&self, cx: &Context) -> Result<Reading, StationError> {
        todo!()
    }
}
