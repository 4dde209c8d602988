//! What threads share: in one place, so that a model of all their ways through it can take its place (`tests/model`).

pub(crate) use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering};
pub(crate) use std::sync::{Mutex, MutexGuard};
