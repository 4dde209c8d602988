//! What can be put into code.

use std::borrow::Cow;

use proc_macro2::{Delimiter, Ident, Literal, TokenTree};

use super::{Token, TokenStream};

/// What stands for some tokens.
pub(crate) trait ToTokens {
    /// Puts them behind some code.
    fn to_tokens(&self, to: &mut TokenStream);

    /// They alone.
    fn to_token_stream(&self) -> TokenStream {
        let mut code = TokenStream::new();
        self.to_tokens(&mut code);
        code
    }
}

impl ToTokens for TokenStream {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.put(self);
    }
}

impl<T: ToTokens + ?Sized> ToTokens for &T {
    fn to_tokens(&self, to: &mut TokenStream) {
        (**self).to_tokens(to);
    }
}

impl<T: ToTokens + ?Sized> ToTokens for Box<T> {
    fn to_tokens(&self, to: &mut TokenStream) {
        (**self).to_tokens(to);
    }
}

impl<T: ToTokens> ToTokens for Option<T> {
    fn to_tokens(&self, to: &mut TokenStream) {
        if let Some(code) = self {
            code.to_tokens(to);
        }
    }
}

/// A literal with this text.
impl ToTokens for str {
    fn to_tokens(&self, to: &mut TokenStream) {
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
        match self.bytes().all(is_plain) {
            true => to.shown(Token::Literal, format_args!("\"{self}\"")),
            false => Literal::string(self).to_tokens(to),
        }
    }
}

impl ToTokens for Cow<'_, str> {
    fn to_tokens(&self, to: &mut TokenStream) {
        (**self).to_tokens(to);
    }
}

impl ToTokens for String {
    fn to_tokens(&self, to: &mut TokenStream) {
        self.as_str().to_tokens(to);
    }
}

impl ToTokens for bool {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.shown(Token::Word, self);
    }
}

impl ToTokens for f64 {
    fn to_tokens(&self, to: &mut TokenStream) {
        Literal::f64_suffixed(*self).to_tokens(to);
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.shown(Token::Word, self);
    }
}

impl ToTokens for Literal {
    fn to_tokens(&self, to: &mut TokenStream) {
        to.shown(Token::Literal, self);
    }
}

impl ToTokens for proc_macro2::TokenStream {
    fn to_tokens(&self, to: &mut TokenStream) {
        let mut tokens = self.clone().into_iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) => word.to_tokens(to),
                TokenTree::Literal(literal) => literal.to_tokens(to),
                TokenTree::Punct(sign) if sign.as_char() == '\'' => {
                    let name = tokens.next().map(|name| name.to_string());
                    to.shown(
                        Token::Lifetime,
                        format_args!("'{}", name.unwrap_or_default()),
                    );
                }
                TokenTree::Punct(sign) => {
                    let spacing = sign.spacing();
                    to.tokens.push(Token::Sign(sign.as_char() as u8, spacing));
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                    group.stream().to_tokens(to);
                }
                TokenTree::Group(group) => {
                    let opened = to.open(group.delimiter());
                    group.stream().to_tokens(to);
                    to.close(opened);
                }
            }
        }
    }
}

/// Rust that users have written.
macro_rules! parsed {
    ($($ty:ty),*) => {$(
        impl ToTokens for $ty {
            fn to_tokens(&self, to: &mut TokenStream) {
                quote::ToTokens::to_token_stream(self).to_tokens(to);
            }
        }
    )*};
}

parsed!(
    syn::Expr,
    syn::Lit,
    syn::Pat,
    syn::Path,
    syn::PathArguments,
    syn::Stmt,
    syn::Type,
    syn::UseTree
);
