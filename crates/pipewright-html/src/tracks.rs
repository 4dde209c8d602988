//! What ran side by side lies on tracks of its own.

use crate::chrome::Slice;

/// The track of each slice, from 1. On a track slices lie side by side, or one within the other, and never
/// overlap otherwise, as viewers want it.
pub(crate) fn tracks(slices: &[Slice]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..slices.len()).collect();
    // what contains another one stands before it
    order.sort_by_key(|&slice| (slices[slice].from, slice));
    let mut tracks = vec![0; slices.len()];
    let mut open: Vec<Vec<usize>> = Vec::new();
    for slice in order {
        let Slice { from, within, .. } = slices[slice];
        for track in &mut open {
            while track
                .last()
                .is_some_and(|&last| slices[last].to <= from && Some(last) != within)
            {
                track.pop();
            }
        }
        let beside = within.map(|outer| tracks[outer] as usize - 1);
        let fits = |track: &usize| open[*track].last().copied() == within;
        let is_free = |track: &usize| open[*track].is_empty();
        let place = beside
            .filter(fits)
            .or_else(|| (0..open.len()).find(is_free));
        let track = place.unwrap_or_else(|| {
            open.push(Vec::new());
            open.len() - 1
        });
        open[track].push(slice);
        tracks[slice] = track as u32 + 1;
    }
    tracks
}
