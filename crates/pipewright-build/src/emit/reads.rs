//! The variables through which a call reads its values.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::Emit;
use crate::plan::{Arg, ValueId};

/// The variables of one call, and its arguments made of them.
pub(super) struct Reads<'a> {
    emit: &'a Emit<'a>,
    /// The statements that bind what is read, or moved, one by one.
    pub(super) bindings: Vec<TokenStream>,
    /// What is lent all at once: the fields of a struct, which this variable holds.
    together: Option<TokenStream>,
    pub(super) fields: Vec<Field>,
    bound: HashMap<(ValueId, Access), TokenStream>,
}

/// A field of what is lent all at once.
pub(super) struct Field {
    pub(super) name: Ident,
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// How a value is got out of its slot.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Access {
    Get,
    Option,
    Outcome,
    Take,
}

impl Access {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Option => "option",
            Self::Outcome => "outcome",
            Self::Take => "take",
        }
    }
}

impl<'a> Reads<'a> {
    /// A variable for each value.
    pub(super) fn new(emit: &'a Emit<'a>) -> Self {
        let (bindings, fields) = (Vec::new(), Vec::new());
        Self {
            emit,
            bindings,
            together: None,
            fields,
            bound: HashMap::new(),
        }
    }

    /// One variable for all values that are lent.
    pub(super) fn together(emit: &'a Emit<'a>, variable: TokenStream) -> Self {
        Self {
            together: Some(variable),
            ..Self::new(emit)
        }
    }

    /// An argument as it stands in the call.
    pub(super) fn argument(&mut self, arg: &Arg) -> TokenStream {
        match arg {
            Arg::Move(value) => self.bind(*value, Access::Take),
            Arg::Copy(value) => {
                let value = self.bind(*value, Access::Get);
                quote!(*#value)
            }
            Arg::Borrow(value) => {
                let value = self.bind(*value, Access::Get);
                quote!(&#value)
            }
            Arg::Clone(value) => {
                let ty = &self.emit.plan.value(*value).ty;
                let (clone, value) = (
                    self.emit.names.known("Clone"),
                    self.bind(*value, Access::Get),
                );
                quote!(<#ty as #clone>::clone(&#value))
            }
            Arg::Maybe(value) | Arg::Ok(value) => {
                let value = self.bind(*value, Access::Option);
                quote!(#value.as_deref())
            }
            Arg::Outcome(value) => {
                let value = self.bind(*value, Access::Outcome);
                quote!(&#value)
            }
            Arg::Field(value, field) => {
                // the expression names the value, so that has to be a variable
                let together = self.together.take();
                self.bind(*value, Access::Get);
                self.together = together;
                field.to_token_stream()
            }
            Arg::Constant(name, _) => name.to_token_stream(),
            Arg::Literal(literal, _) => literal.to_token_stream(),
            Arg::Context => quote!(&cx),
            Arg::Steps => {
                let run = self.emit.names.run();
                quote!(&*#run.steps)
            }
        }
    }

    /// What holds a value that is read in one way; the commonest way has the value's own name.
    fn bind(&mut self, value: ValueId, access: Access) -> TokenStream {
        if let Some(bound) = self.bound.get(&(value, access)) {
            return bound.clone();
        }
        let name = &self.emit.plan.value(value).name;
        let others = self.bound.keys().any(|(other, _)| *other == value);
        let how = format_ident!("{}", access.name());
        let variable = if others {
            format_ident!("{name}_{how}")
        } else {
            name.clone()
        };
        let (run, slot) = (
            self.emit.names.run(),
            self.emit.names.slot(self.emit.plan, value),
        );
        let read = quote!(#run.#slot.#how());
        let bound = match &self.together {
            Some(together) if access != Access::Take => {
                let ty = self.lent(value, access);
                self.fields.push(Field {
                    name: variable.clone(),
                    ty,
                    value: read,
                });
                quote!(#together.#variable)
            }
            _ => {
                self.bindings.push(quote!(let #variable = #read;));
                variable.to_token_stream()
            }
        };
        self.bound.insert((value, access), bound.clone());
        bound
    }

    /// The type in which a slot lends a value.
    fn lent(&self, value: ValueId, access: Access) -> TokenStream {
        let (codegen, ty) = (&self.emit.codegen, &self.emit.plan.value(value).ty);
        match access {
            Access::Get | Access::Take => quote!(#codegen::Lent<'r, #ty>),
            Access::Option => {
                let option = self.emit.names.known("Option");
                quote!(#option<#codegen::Lent<'r, #ty>>)
            }
            Access::Outcome => {
                let (outcome, error) = (self.emit.names.known("Outcome"), self.emit.error());
                quote!(#codegen::Lent<'r, #outcome<#ty, #error>>)
            }
        }
    }
}
