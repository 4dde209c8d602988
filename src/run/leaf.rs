//! A step as a part of a run.

use std::pin::Pin;
use std::sync::Arc;
use std::task;

use pin_project_lite::pin_project;

use super::board::Board;
use super::call::Typed;
use super::group::Nodes;
use super::node::{Attempted, Node, Runs};
use super::progress::Progress;

/// A step, as a part of a run.
pub fn step<N: Node<R>, R: Runs>(run: &Arc<R>) -> impl Nodes {
    Leaf::<N, R, _> {
        progress: Progress::new(N::STEP),
        call: Typed::new(run, N::attempt),
    }
}

pin_project! {
    struct Leaf<'a, N, R, F>
    where
        N: Node<R>,
        R: Runs,
    {
        progress: Progress<R::Error>,
        #[pin]
        call: Typed<'a, N, R, F>,
    }
}

impl<N, R, F> Nodes for Leaf<'_, N, R, F>
where
    N: Node<R>,
    R: Runs,
    F: Future<Output = Attempted<N::Output, R::Error>> + Send,
{
    fn range(&self) -> (u32, u32) {
        (N::STEP, N::STEP)
    }

    fn poll(self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
        if board.take_ready(N::STEP) {
            let this = self.project();
            let run = this.call.run();
            this.progress.poll(&**run, this.call, board, cx);
        }
    }
}
