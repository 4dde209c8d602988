//! The runtime's own files.

#[path = "../../../src/run/batch.rs"]
mod batch;
#[path = "../../../src/run/hands.rs"]
mod hands;
#[path = "../../../src/run/marks.rs"]
mod marks;
#[path = "../../../src/run/post.rs"]
mod post;

pub(crate) use batch::Batch;
pub(crate) use hands::Hands;
pub(crate) use marks::{Mark, Marks, Next};
pub(crate) use post::{Letter, Post};

/// How an attempt ended.
pub(crate) mod attempt {
    pub(crate) enum AttemptEnd<E> {
        Ok,
        Dropped,
        Failed(E),
    }
}

/// Wakes the run.
pub(crate) mod wakes {
    #[derive(Default)]
    pub(crate) struct Wakes;

    impl Wakes {
        pub(crate) fn wake_run(&self) {}
    }
}
