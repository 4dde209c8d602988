//! The code on the pages of `docs` that uses pipelines: it is a part of these files, or of the examples, so it is
//! compiled; and what it does is seen.

#![allow(missing_docs, reason = "the pages tell what is here")]

pub mod apart;
mod book;
pub mod greeting;
mod limits;
pub mod mail;
mod month;
pub mod morning;
#[path = "../../examples/order_processing/orders.rs"]
pub mod orders;
mod runs;
pub mod shop;
pub mod storage;

#[path = "../../examples/month_end/ledger.rs"]
pub mod ledger;

pipewright::include_pipelines!("close_books");
pipewright::include_pipelines!("month_end");
pipewright::include_pipelines!("order_processing");
pipewright::include_pipelines!("pages/checkout");
pipewright::include_pipelines!("pages/post_office");
pipewright::include_pipelines!("pages/vat");
