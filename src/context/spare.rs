//! The context of a run that has ended, for the next run on the same thread.

use std::cell::Cell;
use std::sync::Arc;

use super::Inner;

thread_local! {
    static SPARE: Cell<Option<Arc<Inner>>> = const { Cell::new(None) };
}

/// Puts what a run begins with where that of an earlier one was, if there is such a place.
pub(super) fn place(begins: Inner) -> Arc<Inner> {
    let spare = SPARE.try_with(Cell::take).ok().flatten();
    let Some(mut spare) = spare else {
        return Arc::new(begins);
    };
    match Arc::get_mut(&mut spare) {
        Some(place) => *place = begins,
        None => spare = Arc::new(begins),
    }
    spare
}

/// Keeps the place, unless somebody still has it, and nothing of what is in it.
pub(super) fn keep(mut ended: Arc<Inner>) {
    if let Some(place) = Arc::get_mut(&mut ended) {
        place.clear();
        // a thread that ends keeps nothing
        let _ = SPARE.try_with(|spare| spare.set(Some(ended)));
    }
}
