//! Escapes in a string: the way from the text that it stands for to the text in the file.

/// More of them in one string, and its places are not told apart.
const MOST: usize = 8;

/// Where a string has escapes, and how much longer each is than what it stands for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Escapes {
    list: [Escape; MOST],
    count: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Escape {
    /// The end of what it stands for, in that text.
    end: usize,
    extra: usize,
}

impl Escapes {
    /// Those of `raw`, which TOML reads as `text`. `None` when that is not understood.
    pub(crate) fn of(raw: &str, text: &str) -> Option<Self> {
        let (mut escapes, mut rest, mut at) = (Self::default(), raw, 0);
        for char in text.chars() {
            let length = match rest.strip_prefix('\\') {
                Some(escape) => escaped(escape, char)?,
                None if rest.starts_with(char) => char.len_utf8(),
                None => return None,
            };
            at += char.len_utf8();
            if length > char.len_utf8() {
                *escapes.list.get_mut(escapes.count)? = Escape {
                    end: at,
                    extra: length - char.len_utf8(),
                };
                escapes.count += 1;
            }
            rest = rest.get(length..)?;
        }
        rest.is_empty().then_some(escapes)
    }

    fn iter(&self) -> impl Iterator<Item = &Escape> {
        self.list[..self.count].iter()
    }

    /// The place in the file of a place in the text.
    pub(crate) fn raw(&self, at: usize) -> usize {
        let before = self.iter().filter(|escape| escape.end <= at);
        at + before.map(|escape| escape.extra).sum::<usize>()
    }

    /// Those in a part of the text.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> Self {
        let mut part = Self::default();
        for escape in self.iter() {
            if range.start < escape.end && escape.end <= range.end {
                part.list[part.count] = Escape {
                    end: escape.end - range.start,
                    ..*escape
                };
                part.count += 1;
            }
        }
        part
    }
}

/// The length of an escape, with its backslash, if it stands for that character.
fn escaped(escape: &str, char: char) -> Option<usize> {
    let digits = match escape.chars().next()? {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return Some(2),
    };
    let code = u32::from_str_radix(escape.get(1..1 + digits)?, 16).ok()?;
    (char::from_u32(code) == Some(char)).then_some(2 + digits)
}

#[cfg(test)]
mod tests {
    use super::Escapes;

    #[test]
    fn places_behind_escapes() {
        let escapes = Escapes::of(r#"a == \"x\" && \u00e9b"#, "a == \"x\" && éb").unwrap();
        let raw = |at: usize| escapes.raw(at);
        assert_eq!([raw(0), raw(5), raw(6), raw(7), raw(8)], [0, 5, 7, 8, 10]);
        assert_eq!([raw(12), raw(14), raw(15)], [14, 20, 21]);
        let part = escapes.part(6..14);
        assert_eq!([part.raw(0), part.raw(2), part.raw(8)], [0, 3, 13]);
        assert!(Escapes::of("ab", "ac").is_none() && Escapes::of("a", "ab").is_none());
        assert!(Escapes::of(&"\\n".repeat(9), &"\n".repeat(9)).is_none());
    }
}
