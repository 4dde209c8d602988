//! A spider, which asks a server for pages and follows what they name.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use pipewright::{Context, Outcome};

use crate::crawl::{self, AfterFetch, AfterRead};
pub use crate::web::FetchError;
use crate::web::get;

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As the server knows it: `/index.html`.
    pub path: String,
}

/// What the server has sent.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was.
    pub path: String,
    /// Its text.
    pub html: String,
}

/// What a run has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The pages that there are, and their titles.
    pub pages: BTreeMap<String, String>,
    /// What was named and could not be had, and why.
    pub missing: BTreeMap<String, String>,
    /// Who names a page.
    pub named_by: BTreeMap<String, BTreeSet<String>>,
}

/// What visits a server.
pub struct Spider {
    server: SocketAddr,
}

impl Spider {
    /// One that visits this server.
    pub fn new(server: SocketAddr) -> Self {
        Self { server }
    }
}

impl crawl::Steps for Spider {
    async fn fetch(&self, _: &Context, link: &Link) -> Result<Page, FetchError> {
        let path = link.path.clone();
        let html = get(self.server, &path).await?;
        Ok(Page { path, html })
    }

    fn after_fetch(
        &self,
        _: &Context,
        found: &mut Found,
        link: Link,
        outcome: Outcome<Page, FetchError>,
        queue: &mut AfterFetch,
    ) -> Result<(), FetchError> {
        match outcome {
            Outcome::Ok(page) => {
                let title = between(&page.html, "<title>", "</title>").unwrap_or("untitled");
                found.pages.insert(link.path, title.to_owned());
                queue.tail().read(page);
            }
            Outcome::Err(error) => {
                found.missing.insert(link.path, error.to_string());
            }
            Outcome::Skipped(_) => {}
        }
        Ok(())
    }

    fn read(&self, _: &Context, page: &Page) -> Vec<Link> {
        let targets = page.html.split("href=\"").skip(1);
        let paths = targets.filter_map(|rest| rest.split('"').next());
        let here = paths.filter(|path| path.starts_with('/'));
        here.map(|path| Link {
            path: path.to_owned(),
        })
        .collect()
    }

    fn after_read(
        &self,
        _: &Context,
        found: &mut Found,
        page: Page,
        outcome: Outcome<Vec<Link>, FetchError>,
        queue: &mut AfterRead,
    ) -> Result<(), FetchError> {
        let Outcome::Ok(links) = outcome else {
            return Ok(());
        };
        for link in links {
            let named_by = found.named_by.entry(link.path.clone()).or_default();
            let is_new = named_by.is_empty() && !found.pages.contains_key(&link.path);
            named_by.insert(page.path.clone());
            if is_new {
                queue.tail().fetch(link);
            }
        }
        Ok(())
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inner, _)| inner)
}
