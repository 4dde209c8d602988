//! How much room text takes.

/// Thousandths of the size, from the space to the tilde, of bold Helvetica, and so of Arial and others that
/// are made to its measure.
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// Of any character in a typewriter's font; the common ones lie between 550 and 616.
const TYPED: u16 = 602;

/// A character that is as wide as it is high, as those of Chinese are.
const FULL: u16 = 1000;

/// Any other of which nothing is known.
const OTHER: u16 = 667;

/// How wide a name is.
pub(super) fn bold(text: &str, size: f64) -> f64 {
    wide(text, size, |c| {
        let place = usize::try_from(u32::from(c).wrapping_sub(32)).ok();
        place.and_then(|place| BOLD.get(place).copied())
    })
}

/// How wide other text is: the same letters are a little narrower if they are not bold.
pub(super) fn plain(text: &str, size: f64) -> f64 {
    bold(text, size) * 15.0 / 16.0
}

/// How wide code is.
pub(super) fn typed(text: &str, size: f64) -> f64 {
    wide(text, size, |c| (u32::from(c) < 0x250).then_some(TYPED))
}

fn wide(text: &str, size: f64, known: impl Fn(char) -> Option<u16>) -> f64 {
    let of = |c: char| {
        let otherwise = match u32::from(c) {
            // what stands on or joins others
            0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
            0x1100..=0x115f | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xff00..=0xff60 | 0x1f300.. => {
                FULL
            }
            _ => OTHER,
        };
        u32::from(known(c).unwrap_or(otherwise))
    };
    f64::from(text.chars().map(of).sum::<u32>()) * size / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_wide_as_they_are_drawn() {
        assert_eq!(bold("validate", 1000.0), 3724.0);
        assert_eq!(plain("for each element", 1000.0).round(), 7450.0);
        assert_eq!(typed("&Order", 10.0), 36.12);
        assert!(bold("数据", 10.0) == 20.0 && typed("数据", 10.0) == 20.0);
        assert_eq!(bold("e\u{301}", 10.0), bold("e", 10.0));
        assert_eq!(bold("", 10.0), 0.0);
    }
}
