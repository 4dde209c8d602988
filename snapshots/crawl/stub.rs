use crate::spider::{FetchError, Found, Link, Page};
use crawl::Context;
use pipewright::Outcome;

/// What the steps need: clients, pools, settings.
struct CrawlSteps;

impl crawl::Steps for CrawlSteps {
    /// Asks the server for a page.
    async fn fetch(&self, cx: &Context, link: &Link) -> Result<Page, FetchError> {
        todo!()
    }

    fn after_fetch(
        &self,
        cx: &Context,
        state: &mut Found,
        link: Link,
        outcome: Outcome<Page, FetchError>,
        queue: &mut crawl::AfterFetch,
    ) -> Result<(), FetchError> {
        todo!()
    }

    /// Finds the links of a page.
    fn read(&self, cx: &Context, page: &Page) -> Vec<Link> {
        todo!()
    }

    fn after_read(
        &self,
        cx: &Context,
        state: &mut Found,
        page: Page,
        outcome: Outcome<Vec<Link>, FetchError>,
        queue: &mut crawl::AfterRead,
    ) -> Result<(), FetchError> {
        todo!()
    }
}
