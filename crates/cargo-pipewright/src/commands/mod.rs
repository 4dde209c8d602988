//! One command, one file.

pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod explain;
pub(crate) mod graph;
pub(crate) mod new;
pub(crate) mod show;
pub(crate) mod stub;
