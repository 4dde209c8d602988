//! Who asked, and on whose behalf: what a run knows follows it wherever its work goes.

use crate::sightings::{Sighting, Trail};

#[pipeline(metadata(user: String, source: String = "api".into()))]
fn context(page: String) -> Trail {
    /// Reads the metadata that the pipeline declares, and adds some that it does not.
    let authorised: Sighting = authorise(&page);

    /// Spawns work of its own through its context.
    #[step(after = authorise)]
    let fetched: Sighting = fetch(&page);

    /// Blocks a thread, and asks there for the current run.
    #[step(blocking, after = authorise)]
    let rendered: Sighting = render(&page);

    /// All that was seen on the way.
    #[step(infallible)]
    let trail: Trail = collect(authorised, fetched, rendered);

    trail
}
