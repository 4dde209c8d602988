//! Steps polled together, in the order of their numbers.

use std::pin::Pin;
use std::task;

use pin_project_lite::pin_project;

use super::board::Board;

/// A step, or several with consecutive numbers.
pub trait Nodes: Send {
    /// The numbers of the first and the last step.
    fn range(&self) -> (u32, u32);

    /// Polls those that are ready.
    fn poll(self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>);
}

/// Several steps, or groups of them, as a tuple: a tree of such groups holds a pipeline of any size,
/// and a step that is woken is found without a look at the others.
pub trait IntoNodes {
    /// The group.
    type Nodes: Nodes;

    /// Makes the group.
    fn into_nodes(self) -> Self::Nodes;
}

/// A part of a large pipeline, in a place of its own: held by value, thousands of steps would not fit on
/// the stack.
pub type Part<'a> = Pin<Box<dyn Nodes + 'a>>;

impl Nodes for Part<'_> {
    fn range(&self) -> (u32, u32) {
        self.as_ref().get_ref().range()
    }

    fn poll(self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
        self.get_mut().as_mut().poll(board, cx);
    }
}

/// Steps polled together, in a place of their own.
pub fn part<'a, T: IntoNodes<Nodes: 'a>>(nodes: T) -> Part<'a> {
    Box::pin(nodes.into_nodes())
}

/// Steps polled together.
pub fn group<T: IntoNodes>(nodes: T) -> T::Nodes {
    nodes.into_nodes()
}

macro_rules! groups {
    ($($Group:ident: $($T:ident $node:ident),+; $first:ident $last:ident)*) => {$(
        pin_project! {
            /// A group.
            pub struct $Group<$($T),+> {
                range: (u32, u32),
                $(#[pin] $node: $T,)+
            }
        }

        impl<$($T: Nodes),+> Nodes for $Group<$($T),+> {
            fn range(&self) -> (u32, u32) {
                self.range
            }

            fn poll(self: Pin<&mut Self>, board: &mut Board, cx: &mut task::Context<'_>) {
                let this = self.project();
                if board.any_ready(this.range.0, this.range.1) {
                    $(this.$node.poll(board, cx);)+
                }
            }
        }

        impl<$($T: Nodes),+> IntoNodes for ($($T,)+) {
            type Nodes = $Group<$($T),+>;

            fn into_nodes(self) -> Self::Nodes {
                let ($($node,)+) = self;
                let range = ($first.range().0, $last.range().1);
                $Group { range, $($node),+ }
            }
        }
    )*};
}

groups! {
    Group1: A a; a a
    Group2: A a, B b; a b
    Group3: A a, B b, C c; a c
    Group4: A a, B b, C c, D d; a d
    Group5: A a, B b, C c, D d, E e; a e
    Group6: A a, B b, C c, D d, E e, F f; a f
    Group7: A a, B b, C c, D d, E e, F f, G g; a g
    Group8: A a, B b, C c, D d, E e, F f, G g, H h; a h
    Group9: A a, B b, C c, D d, E e, F f, G g, H h, I i; a i
    Group10: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j; a j
    Group11: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k; a k
    Group12: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l; a l
    Group13: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m; a m
    Group14: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n; a n
    Group15: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o; a o
    Group16: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p; a p
}
