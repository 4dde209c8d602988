//! `fn order_processing(order_id: OrderId) -> Receipt { … }`

use proc_macro2::Delimiter;

use super::attribute::Attribute;
use super::reader::Reader;
use super::tokens::{Part, Token, Within, commas, range};
use super::{attribute, binding, body};
use crate::check::rust_form::function as misuse;
use crate::check::rust_syntax;
use crate::span::Spanned;
use crate::tree::{Pipeline, Returns, Typed};

/// A function as it is cut, before anything in it is read.
#[derive(Debug)]
pub(super) struct Function<'t> {
    /// What stands before `fn`.
    modifiers: &'t [Token],
    pub(super) name: &'t Token,
    generics: Option<Part<'t>>,
    parameters: &'t Token,
    returns: Option<Part<'t>>,
    bounds: Option<Part<'t>>,
    body: Option<&'t [Token]>,
}

/// Cuts the tokens of a function, or reports why that cannot be done.
pub(super) fn cut<'t>(part: &Part<'t>, reader: &mut Reader<'_>) -> Option<Function<'t>> {
    let keyword = body::keyword(part.tokens);
    let (modifiers, rest) = part.tokens.split_at(keyword);
    let parameters = rest
        .iter()
        .position(|token| token.group(Delimiter::Parenthesis).is_some());
    let name = rest.get(1).filter(|name| name.word().is_some());
    let (Some(parameters), Some(name)) = (parameters.filter(|&at| at > 1), name) else {
        let is_body = |token: &Token| token.group(Delimiter::Brace).is_some();
        let head = part
            .tokens
            .iter()
            .take_while(|token| !is_body(token))
            .last();
        let end = head.map_or(part.range.end, |token| token.range.end);
        reader.report(rust_syntax::no_function(
            reader.span(&(part.range.start..end)),
        ));
        return None;
    };
    let (head, rest) = rest.split_at(parameters);
    let (parameters, rest) = rest.split_first()?;
    let (rest, body) = match rest.split_last() {
        Some((last, before)) => match last.group(Delimiter::Brace) {
            Some(body) => (before, Some(body)),
            None => (rest, None),
        },
        None => (rest, None),
    };
    let bounds = rest.iter().position(|token| token.is_word("where"));
    let (returns, bounds) = rest.split_at(bounds.unwrap_or(rest.len()));
    let some = |tokens: &'t [Token]| Some(Part::new(tokens, range(tokens)?));
    Some(Function {
        modifiers,
        name,
        generics: some(&head[2..]),
        parameters,
        returns: some(returns),
        bounds: some(bounds),
        body,
    })
}

impl<'t> Function<'t> {
    /// Reads inputs and output type, and reports what a pipeline's function does not have.
    pub(super) fn signature(&self, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
        self.modifiers(misuse::Of::Pipeline, reader);
        if let Some(generics) = &self.generics {
            reader.report(misuse::generics(
                misuse::Of::Pipeline,
                reader.span(&generics.range),
            ));
            pipeline.incomplete = true;
        }
        if let Some(bounds) = &self.bounds {
            reader.report(misuse::bounds(
                misuse::Of::Pipeline,
                reader.span(&bounds.range),
            ));
        }
        self.inputs(pipeline, reader);
        pipeline.returns = self.returns(reader);
        if !self.has_body() {
            pipeline.returns = Returns::Inferred;
            let end = self.parameters.range.end..self.parameters.range.end;
            reader.report(misuse::no_body(&reader.name(self.name), reader.span(&end)));
        }
    }

    /// Reads inputs and output type of a function in a trait, which says what there is and not how.
    pub(super) fn declaration(
        &self,
        reader: &mut Reader<'_>,
    ) -> (Vec<Typed>, Option<Spanned<syn::Type>>) {
        self.modifiers(misuse::Of::Step, reader);
        if let Some(generics) = &self.generics {
            reader.report(misuse::generics(
                misuse::Of::Step,
                reader.span(&generics.range),
            ));
        }
        if let Some(bounds) = &self.bounds {
            reader.report(misuse::bounds(misuse::Of::Step, reader.span(&bounds.range)));
        }
        if self.body.is_some() {
            let found = misuse::body(&reader.name(self.name), reader.span(&self.name.range));
            reader.report(found);
        }
        let inputs = self.typed(reader).into_iter().flatten().collect();
        match self.returns(reader) {
            Returns::Type(ty) => (inputs, Some(*ty)),
            Returns::Nothing(_) | Returns::Inferred => (inputs, None),
        }
    }

    pub(super) fn has_body(&self) -> bool {
        self.body.is_some()
    }

    pub(super) fn body(&self) -> &'t [Token] {
        self.body.unwrap_or_default()
    }

    fn modifiers(&self, of: misuse::Of, reader: &mut Reader<'_>) {
        let mut rest = self.modifiers;
        while let Some((word, after)) = rest.split_first() {
            let more = after
                .iter()
                .take_while(|token| token.word().is_none())
                .count();
            let own = &rest[..=more];
            let next = after
                .get(more)
                .map_or(self.fn_start(), |token| token.range.start);
            if let Some(range) = range(own) {
                let found = misuse::modifier(
                    of,
                    word.word().unwrap_or_default(),
                    reader.source(&range),
                    reader.span(&range),
                    reader.span(&(range.start..next)),
                );
                reader.report(found);
            }
            rest = &after[more..];
        }
    }

    /// Where `fn` stands, or near enough.
    fn fn_start(&self) -> usize {
        self.name.range.start.saturating_sub("fn ".len())
    }

    fn inputs(&self, pipeline: &mut Pipeline, reader: &mut Reader<'_>) {
        for typed in self.typed(reader) {
            pipeline.incomplete |= typed.is_none();
            pipeline.inputs.extend(typed);
        }
    }

    /// The parameters, as far as they could be read.
    fn typed(&self, reader: &mut Reader<'_>) -> Vec<Option<Typed>> {
        let tokens = self
            .parameters
            .group(Delimiter::Parenthesis)
            .unwrap_or_default();
        let parts = commas(tokens, Within::Types, self.parameters.before_end());
        let typed = parts.iter().map(|part| {
            let (attributes, rest) = attribute::leading(part.tokens);
            for attribute in &attributes {
                on_input(attribute, reader);
            }
            let part = Part::new(rest, part.range.clone());
            binding::read(&part, binding::Of::Input, reader)
        });
        typed.collect()
    }

    fn returns(&self, reader: &mut Reader<'_>) -> Returns {
        let end = self.parameters.range.end;
        let nothing = Returns::Nothing(reader.span(&(end..end)));
        let Some(returns) = &self.returns else {
            return nothing;
        };
        match returns.tokens {
            [minus, arrow, unit] if minus.is('-') && arrow.is('>') && is_unit(unit) => nothing,
            [minus, arrow, ..] if minus.is('-') && arrow.is('>') => {
                let ty = reader.ty(&returns.skip(2));
                ty.map_or(Returns::Inferred, |ty| Returns::Type(Box::new(ty)))
            }
            _ => {
                reader.report(rust_syntax::no_arrow(reader.span(&returns.range)));
                Returns::Inferred
            }
        }
    }
}

fn is_unit(token: &Token) -> bool {
    token
        .group(Delimiter::Parenthesis)
        .is_some_and(<[Token]>::is_empty)
}

fn on_input(attribute: &Attribute<'_>, reader: &mut Reader<'_>) {
    let span = reader.span(&attribute.range);
    reader.report(crate::check::attribute::on_input(span));
}
