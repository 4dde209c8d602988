//! One command, one file.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod expand;
pub(crate) mod explain;
pub(crate) mod graph;
pub(crate) mod new;
pub(crate) mod plan;
pub(crate) mod schema;
pub(crate) mod show;
pub(crate) mod stub;
