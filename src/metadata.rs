//! The metadata that a pipeline declares, as text for reports.

use std::any::Any;
use std::sync::Arc;

/// What a pipeline declares to be known of each run; generated.
pub trait Declared: Send + Sync + 'static {
    /// Each piece.
    fn told(&self) -> Pieces;
}

/// The name of each piece, and its text if its type has one.
pub type Pieces = Vec<(&'static str, Option<String>)>;

/// How to tell metadata whose type is forgotten.
pub(crate) type Tell = fn(&Arc<dyn Any + Send + Sync>) -> Vec<(&'static str, String)>;

/// Tells metadata that is an `M`.
pub(crate) fn tell<M: Declared>(
    metadata: &Arc<dyn Any + Send + Sync>,
) -> Vec<(&'static str, String)> {
    let told = metadata.downcast_ref::<M>().map(M::told);
    let pieces = told.into_iter().flatten();
    pieces
        .filter_map(|(name, text)| Some((name, unquoted(text?))))
        .collect()
}

/// The text of a string is that string.
fn unquoted(text: String) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    match inner.filter(|inner| !inner.contains(['"', '\\'])) {
        Some(inner) => inner.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_a_plain_string_loses_its_quotes() {
        assert_eq!(super::unquoted("\"Ada\"".to_owned()), "Ada");
        for text in ["Some(\"Ada\")", "\"a\\n\"", "7", "\"", "(\"a\", \"b\")"] {
            assert_eq!(super::unquoted(text.to_owned()), text);
        }
    }
}
