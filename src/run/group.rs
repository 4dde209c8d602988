//! The futures of all steps, side by side, and found by number.

use std::pin::Pin;

use pin_project_lite::pin_project;

use super::call::Call;

/// Steps with consecutive numbers.
pub trait Steps<E>: Send {
    /// The step with this number, counted from that of the first.
    fn step(self: Pin<&mut Self>, number: u32) -> Pin<&mut dyn Call<E>>;
}

/// How many steps are in a part.
const PART: u32 = 16;

/// A part of a large pipeline, in a place of its own: held by value, thousands of steps would not fit on
/// the stack.
pub type Part<'a, E> = Pin<Box<dyn Steps<E> + 'a>>;

/// A part of a large pipeline: sixteen steps, but for the last one.
pub fn part<'a, E>(steps: impl Steps<E> + 'a) -> Part<'a, E> {
    Box::pin(steps)
}

/// A large pipeline.
pub fn parts<'a, E, const N: usize>(parts: [Part<'a, E>; N]) -> Parts<'a, E> {
    Parts(parts.into())
}

/// See [`parts`].
pub struct Parts<'a, E>(Box<[Part<'a, E>]>);

impl<E> Steps<E> for Parts<'_, E> {
    fn step(self: Pin<&mut Self>, number: u32) -> Pin<&mut dyn Call<E>> {
        let part = &mut self.get_mut().0[(number / PART) as usize];
        part.as_mut().step(number % PART)
    }
}

/// Up to sixteen steps, as a tuple.
pub trait IntoSteps<E> {
    /// Side by side in one place.
    type Steps: Steps<E>;

    /// Puts them there.
    fn into_steps(self) -> Self::Steps;
}

/// Up to sixteen steps, side by side in one place.
pub fn group<E, T: IntoSteps<E>>(steps: T) -> T::Steps {
    steps.into_steps()
}

macro_rules! groups {
    ($($Group:ident: $($T:ident $step:ident $number:tt),+;)*) => {$(
        pin_project! {
            /// A group.
            pub struct $Group<$($T),+> {
                $(#[pin] $step: $T,)+
            }
        }

        impl<X, $($T: Call<X>),+> Steps<X> for $Group<$($T),+> {
            fn step(self: Pin<&mut Self>, number: u32) -> Pin<&mut dyn Call<X>> {
                let this = self.project();
                match number {
                    $($number => this.$step,)+
                }
            }
        }

        impl<X, $($T: Call<X>),+> IntoSteps<X> for ($($T,)+) {
            type Steps = $Group<$($T),+>;

            fn into_steps(self) -> Self::Steps {
                let ($($step,)+) = self;
                $Group { $($step),+ }
            }
        }
    )*};
}

groups! {
    Group1: A a _;
    Group2: A a 0, B b _;
    Group3: A a 0, B b 1, C c _;
    Group4: A a 0, B b 1, C c 2, D d _;
    Group5: A a 0, B b 1, C c 2, D d 3, E e _;
    Group6: A a 0, B b 1, C c 2, D d 3, E e 4, F f _;
    Group7: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g _;
    Group8: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h _;
    Group9: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i _;
    Group10: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j _;
    Group11: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k _;
    Group12: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l _;
    Group13: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11, M m _;
    Group14: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11, M m 12, N n _;
    Group15: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11, M m 12, N n 13, O o _;
    Group16: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7, I i 8, J j 9, K k 10, L l 11, M m 12, N n 13, O o 14, P p _;
}
