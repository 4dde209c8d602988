//! What the build script has written.

#![allow(clippy::all, unused, reason = "it is as a generator writes it")]

use std::convert::Infallible;

use futures::future::{FutureExt, try_join_all};
use futures::try_join;
use pipewright::{Context, Emitters, Report, RunError, Spawn};

use super::{Pipeline, Shape, Steps, Visitor, sum};
use crate::by_hand::Calls;
use crate::work::Work;

include!(concat!(env!("OUT_DIR"), "/topologies.rs"));
