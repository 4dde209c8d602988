//! The methods of the generated trait.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span as At};
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Lit, Type, parse_quote};

use super::each::gives;
use super::ident;
use crate::plan::{Method, MethodId, MethodKind, Param, ParamType, Returns};
use crate::source::Files;
use crate::span::Span;
use crate::tree::{Callee, GuardKind, How, Name, Step, Wire, WireKind};
use crate::wiring::{Arg, Guard, Wiring};

/// One use of a trait method, by a step or a guard.
pub(crate) struct Use<'t> {
    pub(crate) name: &'t Name,
    /// Where it is called.
    pub(crate) place: Span,
    pub(crate) signature: Signature,
    params: Vec<String>,
    doc: Option<String>,
}

pub(crate) struct Signature {
    pub(crate) params: Vec<ParamType>,
    pub(crate) kind: MethodKind,
}

/// All uses of trait methods, in the order of the description.
pub(crate) fn uses<'t>(wiring: &Wiring<'t>) -> Vec<Use<'t>> {
    let in_order = |wiring: &Wiring<'t>| (0..wiring.steps.len()).collect();
    uses_in(wiring, &in_order)
}

/// Those of a pipeline, or of a block, whose steps are in this order.
fn uses_in<'t>(wiring: &Wiring<'t>, order: &dyn Fn(&Wiring<'t>) -> Vec<usize>) -> Vec<Use<'t>> {
    let mut uses = Vec::new();
    for step in order(wiring) {
        uses.extend(uses_of(wiring, step));
        if let Callee::Block(block) = wiring.tree.steps[step].call {
            uses.extend(uses_in(&wiring.blocks[block], order));
        }
    }
    uses
}

/// The predicate of a step's guard, then what the step itself calls.
fn uses_of<'t>(wiring: &Wiring<'t>, step: usize) -> impl Iterator<Item = Use<'t>> {
    let (tree, wired) = (&wiring.tree.steps[step], &wiring.steps[step]);
    let predicate = match (tree.guard.as_ref().map(|guard| &guard.kind), &wired.guard) {
        (Some(GuardKind::Predicate(name, wires)), Some(Guard::Predicate(args))) => {
            let (params, types) = params(wiring, wires, args);
            let signature = Signature {
                params: types,
                kind: MethodKind::Predicate,
            };
            Some(Use {
                name,
                place: name.span,
                signature,
                params,
                doc: None,
            })
        }
        _ => None,
    };
    let call = match &tree.call {
        Callee::Method(name) => {
            let (params, types) = params(wiring, &tree.args, &wired.args);
            let signature = Signature {
                params: types,
                kind: kind(wiring, tree),
            };
            Some(Use {
                name,
                place: name.span,
                signature,
                params,
                doc: tree.doc.clone(),
            })
        }
        Callee::Path(_) | Callee::Pipeline(_) | Callee::Block(_) | Callee::Merge(_) => None,
    };
    let undo = tree.undo.as_ref().and_then(|undo| match &undo.call {
        Callee::Method(name) => {
            let (params, types) = params(wiring, &undo.args, &wired.undo);
            let kind = MethodKind::Step {
                blocking: false,
                returns: Returns::Fallible,
                output: None,
            };
            Some(Use {
                name,
                place: name.span,
                signature: Signature {
                    params: types,
                    kind,
                },
                params,
                doc: Some(format!("Undoes `{}`, if the run fails.", tree.name.value)),
            })
        }
        Callee::Path(_) | Callee::Pipeline(_) | Callee::Block(_) | Callee::Merge(_) => None,
    });
    predicate.into_iter().chain(call).chain(undo)
}

fn kind(wiring: &Wiring<'_>, step: &Step) -> MethodKind {
    MethodKind::Step {
        blocking: step.blocking,
        returns: returns(step),
        output: gives(wiring.tree, step).map(Box::new),
    }
}

pub(super) fn returns(step: &Step) -> Returns {
    match (step.infallible, step.skippable) {
        (false, false) => Returns::Fallible,
        (true, false) => Returns::Infallible,
        (false, true) => Returns::Skippable,
        (true, true) => Returns::InfallibleSkippable,
    }
}

/// The parameters' names and types.
fn params(wiring: &Wiring<'_>, wires: &[Wire], args: &[Arg]) -> (Vec<String>, Vec<ParamType>) {
    let mut taken = HashSet::new();
    let mut literals = 0;
    let params = wires.iter().zip(args).filter_map(|(wire, arg)| {
        let (name, ty) = match (arg, &wire.kind) {
            (Arg::Value(value, how), _) => {
                let value = &wiring.values[*value];
                (value.name.value.clone(), param_type(*how, &value.ty.value))
            }
            (Arg::Array(args), WireKind::Array(name, _)) => {
                let Some(Arg::Value(first, how)) = args.first() else {
                    return None;
                };
                let ty = param_type(*how, &wiring.values[*first].ty.value);
                (
                    name.value.clone(),
                    ParamType::Array(Box::new(ty), args.len()),
                )
            }
            (Arg::Constant(constant), _) => {
                let constant = &wiring.tree.constants[*constant];
                let ty = ParamType::Owned(owned_forever(&constant.ty.value));
                (constant_param(&constant.name.value), ty)
            }
            (_, WireKind::Literal(lit)) => {
                literals += 1;
                (
                    format!("arg{literals}"),
                    ParamType::Owned(literal_type(lit)?),
                )
            }
            (_, WireKind::Bound(name, ty)) => (name.value.clone(), bound_type(ty)),
            _ => return None,
        };
        let name = wire.param.clone().unwrap_or(name);
        Some((unique(name, &mut taken), ty))
    });
    params.unzip()
}

fn constant_param(name: &str) -> String {
    let lower = name.to_lowercase();
    match syn::parse_str::<Ident>(&lower) {
        Ok(_) if lower != "self" && lower != "cx" => lower,
        _ => format!("{lower}_"),
    }
}

fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let mut unique = name.clone();
    let mut count = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}_{count}");
        count += 1;
    }
    unique
}

fn param_type(how: How, ty: &Type) -> ParamType {
    match how {
        How::Move | How::Clone => ParamType::Owned(ty.clone()),
        How::Borrow => ParamType::Borrowed(ty.clone()),
        How::Maybe | How::Ok => ParamType::Optional(ty.clone()),
        How::Outcome => ParamType::Outcome(ty.clone()),
    }
}

/// The type of a parameter as it is written.
fn bound_type(ty: &Type) -> ParamType {
    match ty {
        Type::Reference(ty) if ty.mutability.is_none() => ParamType::Borrowed((*ty.elem).clone()),
        ty => ParamType::Owned(ty.clone()),
    }
}

/// The type of a literal that says it.
pub(super) fn literal_type(lit: &Lit) -> Option<Type> {
    let suffix = |suffix: &str| {
        let ident = Ident::new((!suffix.is_empty()).then_some(suffix)?, At::call_site());
        Some(parse_quote!(#ident))
    };
    match lit {
        Lit::Str(_) => Some(parse_quote!(&'static str)),
        Lit::ByteStr(bytes) => {
            let count = syn::Index::from(bytes.value().len());
            Some(parse_quote!(&'static [u8; #count]))
        }
        Lit::CStr(_) => Some(parse_quote!(&'static ::core::ffi::CStr)),
        Lit::Byte(_) => Some(parse_quote!(u8)),
        Lit::Char(_) => Some(parse_quote!(char)),
        Lit::Bool(_) => Some(parse_quote!(bool)),
        Lit::Int(int) => suffix(int.suffix()),
        Lit::Float(float) => suffix(float.suffix()),
        _ => None,
    }
}

/// A constant's type in a place where `&str` has to be written `&'static str`.
pub(super) fn owned_forever(ty: &Type) -> Type {
    struct Forever;
    impl VisitMut for Forever {
        fn visit_type_reference_mut(&mut self, ty: &mut syn::TypeReference) {
            ty.lifetime
                .get_or_insert_with(|| syn::Lifetime::new("'static", At::call_site()));
            visit_mut::visit_type_reference_mut(self, ty);
        }

        fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    }
    let mut ty = ty.clone();
    Forever.visit_type_mut(&mut ty);
    ty
}

/// One method for each name, in order of first use, and where each name is.
pub(super) fn methods<'t>(
    wiring: &Wiring<'t>,
    files: &Files,
) -> (Vec<Method>, HashMap<&'t str, MethodId>) {
    let mut methods = Vec::new();
    let mut by_name = HashMap::new();
    for used in uses_in(wiring, &|wiring| super::order(wiring)) {
        by_name.entry(used.name.value.as_str()).or_insert_with(|| {
            let params = used.params.iter().zip(used.signature.params);
            methods.push(Method {
                name: ident(used.name),
                doc: used.doc,
                line: files.line(used.place.file, used.place.start),
                params: params
                    .map(|(name, ty)| Param {
                        name: format_ident!("{name}"),
                        ty,
                    })
                    .collect(),
                kind: used.signature.kind,
            });
            MethodId(methods.len() - 1)
        });
    }
    (methods, by_name)
}
