//! CSV text in memory, and the form that numbers have in it.

use std::fmt::Display;

/// A CSV text of `N` columns.
pub(super) struct CsvText<const N: usize>(csv::Writer<Vec<u8>>);

impl<const N: usize> CsvText<N> {
    pub(super) fn new(header: [&str; N]) -> Self {
        let mut text = Self(csv::Writer::from_writer(Vec::new()));
        text.write(header.map(str::to_owned));
        text
    }

    pub(super) fn row(&mut self, fields: [&dyn Display; N]) {
        self.write(fields.map(ToString::to_string));
    }

    pub(super) fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("memory takes every byte");
        String::from_utf8(bytes).expect("only strings were written")
    }

    fn write(&mut self, fields: [String; N]) {
        let written = self.0.write_record(fields);
        written.expect("memory takes every row, and each has N fields");
    }
}

/// A field that is empty where there is nothing to say.
pub(super) fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A decimal in full, with at least one place: `10.0`, `0.5`.
pub(super) fn decimal(number: f64) -> String {
    let text = number.to_string();
    if text.contains('.') {
        text
    } else {
        text + ".0"
    }
}

/// A decimal rounded to some places, half away from zero, trailing zeros dropped.
pub(super) fn rounded(number: f64, places: u32) -> String {
    let scale = f64::from(10_u32.pow(places));
    scaled((number * scale).round(), scale)
}

/// A fraction of whole numbers, rounded likewise but without ever leaving them: a half is a half.
pub(super) fn ratio(numerator: i64, denominator: u32, places: u32) -> Option<String> {
    let divisor = i128::from(denominator);
    let scale = 10_u32.pow(places);
    let dividend = i128::from(numerator) * i128::from(scale);
    let magnitude = (2 * dividend.abs() + divisor).checked_div(2 * divisor)?;
    let quotient = (dividend.signum() * magnitude) as f64;
    Some(scaled(quotient, f64::from(scale)))
}

/// Adding zero turns `-0.0` into `0.0`.
fn scaled(number: f64, scale: f64) -> String {
    decimal(number / scale + 0.0)
}
