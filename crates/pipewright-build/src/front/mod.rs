//! Front ends: from a file to the tree.
//!
//! Each front end reports what it cannot read and goes on with the rest of the file.

mod duration;
mod fragment;
mod toml;
mod wire;

pub(crate) use fragment::Fragment;
pub(crate) use toml::{Keys, read as read_toml};
