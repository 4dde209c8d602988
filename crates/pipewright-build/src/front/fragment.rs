//! Rust fragments inside strings: parsed by syn, errors placed where they stand in the file.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;

use crate::check::fragment;
use crate::diagnostic::Findings;
use crate::span::Span;
use crate::tree::Places;

/// Fragments beyond these sizes would exhaust the stack of syn's recursive parser.
const MOST_TOKENS: usize = 1_500;
const DEEPEST: usize = 64;

/// A piece of Rust in the description.
#[derive(Clone, Debug)]
pub(crate) struct Fragment {
    pub(crate) text: String,
    pub(crate) places: Places,
}

impl Fragment {
    pub(crate) fn new(text: impl Into<String>, places: Places) -> Self {
        Self {
            text: text.into(),
            places,
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.places.whole
    }

    /// A part of this fragment.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> Self {
        Self {
            text: self.text[range.clone()].to_owned(),
            places: self.places.part(range),
        }
    }

    /// Without the blanks around it.
    pub(crate) fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..start + self.text.trim().len())
    }

    /// Parses the fragment as `what` ("a type"); `form` shows what is meant.
    pub(crate) fn parse<P: Parser>(
        &self,
        parser: P,
        what: &str,
        form: &str,
        findings: &mut Findings,
    ) -> Option<P::Output> {
        match self.tokens().and_then(|tokens| parser.parse2(tokens)) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                findings.push(fragment::not_rust(self, what, form, &error));
                None
            }
        }
    }

    fn tokens(&self) -> syn::Result<TokenStream> {
        let tokens: TokenStream = self.text.parse()?;
        let mut count = 0;
        let mut open = vec![tokens.clone().into_iter()];
        while let Some(stream) = open.last_mut() {
            match stream.next() {
                None => drop(open.pop()),
                Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
                Some(_) => count += 1,
            }
            if count > MOST_TOKENS || open.len() > DEEPEST {
                let error =
                    "this is too long or nested too deeply: move it to a function of your crate";
                return Err(syn::Error::new(proc_macro2::Span::call_site(), error));
            }
        }
        Ok(tokens)
    }
}
