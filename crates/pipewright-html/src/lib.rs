//! The report of a pipewright run as a page, and as a trace.
//!
//! Both are made of a report's stored form, the JSON of `pipewright::Report`:
//!
//! | function | what it gives |
//! |---|---|
//! | [`page`] | one HTML file, to be opened from disk or served: it loads nothing |
//! | [`chrome_trace`] | a trace that [Perfetto](https://ui.perfetto.dev) opens |
//!
//! What the page does is written in TypeScript, in `ui/`; `bundle/page.html` is made of that and committed.

mod chrome;
mod layouts;
mod page;
mod stored;
mod tracks;

pub use chrome::chrome_trace;
pub use page::page;
pub use stored::NotAReport;
