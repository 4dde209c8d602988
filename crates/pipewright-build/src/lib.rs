//! Reads, checks and compiles pipewright pipelines.
//!
//! A build script calls [`compile`]; everything else works on texts and knows nothing of cargo:
//! [`compile_str`] takes one description, [`compile_files`] many, and [`check_files`] stops before anything
//! is generated. Mistakes come back as [`Diagnostics`], all of them at once, and render like rustc's.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]
// emitters quote whole items, and `quote!` goes through them token by token
#![recursion_limit = "512"]

mod blocks;
mod cargo;
mod check;
mod compile;
mod detail;
mod diagnostic;
mod emit;
mod entries;
mod escapes;
mod families;
mod flow;
mod folder;
mod form;
mod front;
mod lower;
mod names;
mod picture;
mod pipelines;
mod plan;
mod readings;
mod render;
mod source;
mod span;
mod text;
mod tree;
mod wiring;
mod workflow;

pub use cargo::compile;
pub use check::{Rule, rules};
pub use compile::{
    Broken, Checked, Compiled, Output, OutputKind, check_files, check_files_beside, compile_files,
    compile_str,
};
pub use detail::{Detail, Edit, Excerpt, Mark, Remedy};
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use emit::Stub;
pub use folder::Folder;
pub use front::{Key, Table, Takes, tables};
pub use source::{File, Location};
