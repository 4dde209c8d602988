//! The variables through which a call reads its values.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use quote::format_ident;

use super::Emit;
use super::tokens::{ToTokens, TokenStream, quote};
use crate::plan::{Arg, Origin, ValueId};

/// The variables of one call, and its arguments made of them.
pub(super) struct Reads<'a> {
    emit: &'a Emit<'a>,
    /// What has the slots.
    run: TokenStream,
    /// The statements that bind what is read, or moved, one by one.
    pub(super) bindings: Vec<TokenStream>,
    /// What is lent all at once: the fields of a struct, which this variable holds.
    together: Option<TokenStream>,
    pub(super) fields: Vec<Field>,
    /// What the step has for itself, with its type.
    pub(super) owned: Vec<(Ident, TokenStream)>,
    /// They are for a function of whose parameters nothing is known.
    by_path: bool,
    bound: HashMap<(ValueId, Access), TokenStream>,
    taken: HashSet<String>,
    /// The elements of runs around this one that stand in variables already.
    found: HashSet<ValueId>,
    /// The line of the step, beside which stands what may go wrong: whether a type can be cloned is
    /// rustc's to know.
    line: Option<usize>,
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
    /// Only while it is cloned: the step has a value of its own.
    Clone,
    /// Only while it is copied.
    Copy,
    Get,
    Option,
    Outcome,
    Take,
}

impl Access {
    fn name(self) -> &'static str {
        match self {
            Self::Clone => "clone",
            Self::Copy => "copy",
            Self::Get => "get",
            Self::Option => "option",
            Self::Outcome => "outcome",
            Self::Take => "take",
        }
    }
}

impl Access {
    /// Whether the step has the value for itself.
    fn is_owned(self) -> bool {
        matches!(self, Self::Clone | Self::Take)
    }
}

impl<'a> Reads<'a> {
    /// A variable for each value.
    pub(super) fn new(emit: &'a Emit<'a>, run: TokenStream) -> Self {
        let (bindings, fields) = (Vec::new(), Vec::new());
        Self {
            emit,
            run,
            bindings,
            together: None,
            fields,
            owned: Vec::new(),
            by_path: false,
            bound: HashMap::new(),
            taken: HashSet::new(),
            found: HashSet::new(),
            line: None,
        }
    }

    /// For a function that is called by its path.
    pub(super) fn by_path(mut self, by_path: bool) -> Self {
        self.by_path = by_path;
        self
    }

    /// The same for a step that stands on this line.
    pub(super) fn at(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// These names are bound before, by these statements.
    pub(super) fn bind_first(&mut self, names: Vec<&Ident>, statements: Vec<TokenStream>) {
        self.taken.extend(names.into_iter().map(Ident::to_string));
        self.bindings.splice(0..0, statements);
    }

    /// One variable for all values that are lent.
    pub(super) fn together(emit: &'a Emit<'a>, run: TokenStream, variable: TokenStream) -> Self {
        Self {
            together: Some(variable),
            ..Self::new(emit, run)
        }
    }

    /// An argument as it stands in the call.
    pub(super) fn argument(&mut self, arg: &Arg) -> TokenStream {
        for value in arg.values() {
            self.find_lent(value);
        }
        if let Some(element) = self.element(arg) {
            return element;
        }
        match arg {
            Arg::Move(value) => self.bind(*value, Access::Take),
            // a struct of copies alone would have no use for its lifetime
            Arg::Copy(value) if self.together.is_some() => {
                let value = self.bind(*value, Access::Get);
                quote!(*#value)
            }
            Arg::Copy(value) => self.bind(*value, Access::Copy),
            // a copy is smaller than a loan
            Arg::Borrow(value) if self.together.is_none() && self.emit.plan.value(*value).copy => {
                let value = self.bind(*value, Access::Copy);
                quote!(&#value)
            }
            Arg::Borrow(value) => {
                let value = self.bind(*value, Access::Get);
                self.lent(&value)
            }
            Arg::Clone(value) => self.bind(*value, Access::Clone),
            Arg::Maybe(value) | Arg::Ok(value) => {
                let value = self.bind(*value, Access::Option);
                quote!(#value.as_deref())
            }
            Arg::Outcome(value) => {
                let value = self.bind(*value, Access::Outcome);
                self.lent(&value)
            }
            Arg::Array(args) => {
                let args: Vec<_> = args.iter().map(|arg| self.argument(arg)).collect();
                quote!([#(#args),*])
            }
            Arg::Field(value, field) if self.is_element(*value) => field.to_token_stream(),
            Arg::Field(value, field) => {
                // the expression names the value, so that has to be a variable
                let together = self.together.take();
                self.bind(*value, Access::Get);
                self.together = together;
                field.to_token_stream()
            }
            Arg::Constant(name) | Arg::Bound(name, _) => name.to_token_stream(),
            Arg::Literal(literal) => literal.to_token_stream(),
            Arg::Context => quote!(cx),
            Arg::Steps => {
                let run = &self.run;
                quote!(&*#run.steps)
            }
        }
    }

    /// What a call is made for stands in a variable already.
    fn element(&self, arg: &Arg) -> Option<TokenStream> {
        let (Arg::Move(value) | Arg::Copy(value) | Arg::Borrow(value) | Arg::Clone(value)) = arg
        else {
            return None;
        };
        let lent = match self.emit.plan.value(*value).origin {
            Origin::Element { lent } => lent,
            _ if self.is_element(*value) => true,
            _ => return None,
        };
        let value = self.emit.plan.value(*value);
        let (name, ty) = (&value.name, &value.ty);
        let borrowed = match lent {
            true => quote!(#name),
            false => quote!(&#name),
        };
        Some(match arg {
            Arg::Borrow(_) => borrowed,
            Arg::Clone(_) => {
                let clone = self.emit.names.known("Clone");
                quote!(<#ty as #clone>::clone(#borrowed))
            }
            _ if lent => quote!(*#name),
            _ => quote!(#name),
        })
    }

    /// Whether a value stands in a variable that is called like it.
    fn is_element(&self, value: ValueId) -> bool {
        let is_own = matches!(self.emit.plan.value(value).origin, Origin::Element { .. });
        is_own || self.emit.lent(&self.run, value).is_some()
    }

    /// An element that belongs to a run around this block is found first.
    fn find_lent(&mut self, value: ValueId) {
        if !self.found.contains(&value)
            && let Some(statements) = self.emit.lent(&self.run, value)
        {
            self.found.insert(value);
            let name = self.emit.plan.value(value).name.to_string();
            self.taken.insert(name);
            // what follows may have variables of the same names
            self.bindings.splice(0..0, statements);
        }
    }

    /// A reference to a value that is lent. Where the parameter's type is not known, rustc does not find it
    /// through the loan.
    fn lent(&self, value: &TokenStream) -> TokenStream {
        match self.by_path {
            true => quote!(&*#value),
            false => quote!(&#value),
        }
    }

    /// What holds a value that is read in one way.
    fn bind(&mut self, value: ValueId, access: Access) -> TokenStream {
        if let Some(bound) = self.bound.get(&(value, access)) {
            return bound.clone();
        }
        let variable = self.variable(value, access);
        let (ty, read) = (self.ty(value, access), self.read(value, access));
        if access.is_owned() {
            let line = self.line.filter(|_| access == Access::Clone);
            let beside = line.map(|line| self.emit.beside(line));
            self.bindings.push(quote!(#beside let #variable = #read;));
            self.owned.push((variable.clone(), ty));
            return variable.to_token_stream();
        }
        let bound = match &self.together {
            Some(together) => {
                let name = variable.clone();
                self.fields.push(Field {
                    name,
                    ty,
                    value: read,
                });
                quote!(#together.#variable)
            }
            None => {
                self.bindings.push(quote!(let #variable = #read;));
                variable.to_token_stream()
            }
        };
        self.bound.insert((value, access), bound.clone());
        bound
    }

    /// A name for it: the value's own where that is free.
    fn variable(&mut self, value: ValueId, access: Access) -> Ident {
        let (name, how) = (&self.emit.plan.value(value).name, access.name());
        let mut variable = name.clone();
        let mut count = 1;
        while !self.taken.insert(variable.to_string()) {
            variable = match count {
                1 => format_ident!("{name}_{how}"),
                _ => format_ident!("{name}_{how}_{count}"),
            };
            count += 1;
        }
        variable
    }

    /// The expression that gets it out of its slot.
    fn read(&self, value: ValueId, access: Access) -> TokenStream {
        let how = format_ident!("{}", access.name());
        let slot = self.emit.place_of(&self.run, value);
        match access {
            Access::Clone => {
                let ty = &self.emit.plan.value(value).ty;
                let clone = self.emit.names.known("Clone");
                quote!(<#ty as #clone>::clone(&#slot.get()))
            }
            Access::Copy => quote!(#slot.value()),
            _ => quote!(#slot.#how()),
        }
    }

    /// The type in which a slot gives it.
    fn ty(&self, value: ValueId, access: Access) -> TokenStream {
        let (codegen, ty) = (&self.emit.codegen, &self.emit.plan.value(value).ty);
        match access {
            Access::Clone | Access::Copy | Access::Take => quote!(#ty),
            Access::Get => quote!(#codegen::Lent<'r, #ty>),
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
