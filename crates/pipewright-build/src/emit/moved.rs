//! Code on its way into other code.

use std::cell::Cell;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Code that is put into other code once: its tokens move, instead of being copied one by one.
pub(super) struct Moved(Cell<TokenStream>);

impl From<TokenStream> for Moved {
    fn from(code: TokenStream) -> Self {
        Self(Cell::new(code))
    }
}

impl ToTokens for Moved {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend([self.0.take()]);
    }
}
