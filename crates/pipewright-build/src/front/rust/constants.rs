//! Which pipelines of a file a constant belongs to: those that name it.

use quote::ToTokens;

use crate::tree::{Constant, Pipeline};

/// The constants that a text names, and those that these name.
pub(super) fn named(text: &str, constants: &[Constant]) -> Vec<Constant> {
    let mut texts = vec![text.to_owned()];
    let mut is_named = vec![false; constants.len()];
    while let Some(text) = texts.pop() {
        for (constant, is_named) in constants.iter().zip(&mut is_named) {
            if !*is_named && words(&text).any(|word| word == constant.name.value) {
                *is_named = true;
                texts.push(constant.value.to_token_stream().to_string());
            }
        }
    }
    let named = constants.iter().zip(is_named);
    named
        .filter(|(_, is_named)| *is_named)
        .map(|(constant, _)| constant.clone())
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '_')
}

/// A constant that no pipeline names is told of as one of the first.
pub(super) fn give_the_rest(constants: Vec<Constant>, pipelines: &mut [Pipeline]) {
    let is_given = |constant: &Constant| {
        let mut given = pipelines.iter().flat_map(|pipeline| &pipeline.constants);
        given.any(|given| given.name.span == constant.name.span)
    };
    let (_, rest): (Vec<_>, Vec<_>) = constants.into_iter().partition(is_given);
    if let Some(first) = pipelines.first_mut() {
        first.constants.extend(rest);
    }
}
