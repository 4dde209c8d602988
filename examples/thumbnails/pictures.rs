//! Pictures in shades of grey, as the simplest of all formats has them.

use std::fmt;
use std::ops::Range;

use pipewright::Collected;

use crate::thumbnails::{Context, Steps};

/// A file that should be a picture.
#[derive(Clone, Debug)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What is in it: a picture in binary PGM.
    pub bytes: Vec<u8>,
}

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// What its file is called.
    pub name: String,
    /// Its lines, from the top, each with a shade for each pixel.
    pub lines: Vec<Vec<u8>>,
}

/// Thumbnails side by side, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its lines.
    pub lines: Vec<String>,
    /// What stands below it.
    pub notes: Vec<String>,
}

impl Sheet {
    /// Nothing on it.
    pub const EMPTY: Self = Self {
        lines: Vec::new(),
        notes: Vec::new(),
    };
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.lines.iter().chain(&self.notes);
        lines.try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Why a file is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// It does not begin like one.
    OtherFormat,
    /// It is shorter than it says.
    CutOff {
        /// How many pixels there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherFormat => f.write_str("this is no PGM"),
            Self::CutOff { expected, found } => {
                write!(f, "it ends after {found} of {expected} pixels")
            }
        }
    }
}

impl std::error::Error for PictureError {}

/// What makes thumbnails.
pub struct Studio;

impl Steps for Studio {
    fn shrink(&self, cx: &Context, file: &File, width: u32) -> Result<Thumbnail, PictureError> {
        let picture = Picture::read(&file.bytes)?;
        let width = (width as usize).clamp(1, picture.width);
        let height = (picture.height * width).div_ceil(picture.width);
        let mut lines = Vec::with_capacity(height);
        // nobody may want it any longer
        for y in (0..height).take_while(|_| !cx.cancelled()) {
            let rows = part(y, height, picture.height);
            let shade = |x| picture.mean(part(x, width, picture.width), rows.clone());
            lines.push((0..width).map(shade).collect());
        }
        let name = file.name.clone();
        Ok(Thumbnail { name, lines })
    }

    async fn place(&self, _cx: &Context, mut sheet: Sheet, next: &Thumbnail) -> Sheet {
        let height = sheet.lines.len().max(next.lines.len());
        let width = sheet.lines.first().map_or(0, |line| line.chars().count());
        sheet.lines.resize(height, " ".repeat(width));
        let nothing = vec![u8::MAX; next.lines.first().map_or(0, Vec::len)];
        for (y, line) in sheet.lines.iter_mut().enumerate() {
            line.push_str("  ");
            line.extend(next.lines.get(y).unwrap_or(&nothing).iter().map(ink));
        }
        sheet
    }

    async fn label(
        &self,
        _cx: &Context,
        mut sheet: Sheet,
        files: &Vec<File>,
        thumbnails: &Collected<Thumbnail, PictureError>,
    ) -> Result<Sheet, PictureError> {
        let missing = thumbnails.errors();
        let note = |(index, error): (usize, _)| format!("{}: {error}", files[index].name);
        sheet.notes = missing.map(note).collect();
        Ok(sheet)
    }
}

/// A picture as it is in a file.
struct Picture<'a> {
    width: usize,
    height: usize,
    shades: &'a [u8],
}

impl<'a> Picture<'a> {
    /// `P5 320 200 255`, a blank, and a byte for each pixel.
    fn read(bytes: &'a [u8]) -> Result<Self, PictureError> {
        let mut parts = bytes.splitn(5, u8::is_ascii_whitespace);
        let mut word = || parts.next().ok_or(PictureError::OtherFormat);
        if word()? != b"P5" {
            return Err(PictureError::OtherFormat);
        }
        let (width, height) = (number(word()?)?, number(word()?)?);
        let (_most, shades) = (number(word()?)?, word()?);
        match width * height {
            0 => Err(PictureError::OtherFormat),
            expected if shades.len() < expected => Err(PictureError::CutOff {
                expected,
                found: shades.len(),
            }),
            _ => Ok(Self {
                width,
                height,
                shades,
            }),
        }
    }

    /// The mean shade of a part.
    fn mean(&self, columns: Range<usize>, rows: Range<usize>) -> u8 {
        let count = columns.len() * rows.len();
        let line = |y| &self.shades[y * self.width..][columns.clone()];
        let sum: usize = rows.flat_map(line).map(|shade| usize::from(*shade)).sum();
        u8::try_from(sum / count).unwrap_or(u8::MAX)
    }
}

fn number(word: &[u8]) -> Result<usize, PictureError> {
    let number = std::str::from_utf8(word).ok();
    let number = number.and_then(|number| number.parse().ok());
    number
        .filter(|number| *number < 1 << 16)
        .ok_or(PictureError::OtherFormat)
}

/// The pixels that become the one with this number, of so many.
fn part(number: usize, of: usize, pixels: usize) -> Range<usize> {
    let start = number * pixels / of;
    start..((number + 1) * pixels / of).max(start + 1)
}

/// The character that is about as dark.
fn ink(shade: &u8) -> char {
    const INK: [char; 5] = ['#', '*', '+', '.', ' '];
    INK[usize::from(*shade) * INK.len() / 256]
}

/// Some files: two pictures, a text, and a picture that was cut off.
pub fn files() -> Vec<File> {
    let file = |name: &str, bytes| File {
        name: name.to_owned(),
        bytes,
    };
    let ball = drawn(240, 120, |x, y| {
        let (x, y) = ((x - 120.0) / 110.0, (y - 60.0) / 55.0);
        let depth = 1.0 - x * x - y * y;
        if depth < 0.0 {
            1.0
        } else {
            0.8 - 0.7 * depth.sqrt() * (1.0 - x - y) / 2.0
        }
    });
    let waves = drawn(300, 150, |x, y| {
        0.5 + 0.5 * (x / 20.0 + (y / 15.0).sin()).sin()
    });
    let mut torn = waves.clone();
    torn.truncate(20_000);
    vec![
        file("ball.pgm", ball),
        file("letter.txt", b"Dear Ada, ".to_vec()),
        file("waves.pgm", waves),
        file("torn.pgm", torn),
    ]
}

/// A picture whose shades, from black to white, are computed.
fn drawn(width: u16, height: u16, shade: impl Fn(f64, f64) -> f64) -> Vec<u8> {
    let mut bytes = format!("P5 {width} {height} 255\n").into_bytes();
    let rows = (0..height).flat_map(|y| (0..width).map(move |x| (f64::from(x), f64::from(y))));
    bytes.extend(rows.map(|(x, y)| (shade(x, y) * 255.0) as u8));
    bytes
}
