use std::collections::{BTreeMap, HashSet};

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;

use super::borrowed_type::owned_of_reference;
use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::Spanned;
use crate::text::of_type;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0026",
    title: "a type that is not imported",
    docs: "The generated code is a module of its own. By their names alone it knows the types of Rust's \
        prelude (`String`, `Vec`, `Option`, …), primitive ones, and those that `use` brings in. Import the \
        others (`use = [\"crate::orders::Order\"]`), or write them with their path \
        (`order: crate::orders::Order`). Where an import ends with `*`, this is left to rustc.",
    check: Check::Resolve(check),
};

/// So many places of one unknown type are shown.
const MOST_SHOWN: usize = 4;

/// Beyond so many unknown types in a file, no similar ones are looked for.
const MOST_SUGGESTIONS: usize = 100;

pub(super) type Types<'t> = Vec<&'t Spanned<syn::Type>>;

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    // without any import, `no_import` has a word for all of them
    if wiring.tree.incomplete || wiring.tree.uses.is_empty() {
        return;
    }
    let unknown = unknown(wiring);
    if unknown.is_empty() {
        return;
    }
    let mentions = wiring.mentions();
    for (index, (name, types)) in unknown.iter().enumerate() {
        let found = report(name, types);
        findings.push(match index < MOST_SUGGESTIONS {
            true => suggest(wiring, &mentions, found, name, types[0]),
            false => found,
        });
    }
}

/// The types that are known by no name, each with all types that contain it.
pub(super) fn unknown<'t>(wiring: &Wiring<'t>) -> BTreeMap<String, Types<'t>> {
    if wiring.imports.has_glob() {
        return BTreeMap::new();
    }
    let tree = wiring.tree;
    let values = wiring.values.iter().map(|value| value.ty);
    let constants = tree.constants.iter().map(|constant| &constant.ty);
    let metadata = tree.metadata.iter().map(|metadata| &metadata.ty);
    let mut unknown: BTreeMap<String, Types<'t>> = BTreeMap::new();
    let others = tree.kind.types().into_iter().map(|(_, ty)| ty);
    let types = values.chain(others).chain(constants).chain(metadata);
    for ty in types.chain(&tree.error) {
        let mut names = Names::default();
        names.visit_type(&ty.value);
        // what is reported as borrowed is not imported, but owned
        let owned = owned_of_reference(&ty.value);
        let words = |owned: &str, name: &str| {
            let mut words = owned.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.any(|word| word == name)
        };
        let is_kept = |name: &String| owned.as_ref().is_none_or(|owned| words(owned, name));
        for name in names.0.into_iter().filter(is_kept) {
            let types = unknown.entry(name).or_default();
            if types.last().is_none_or(|last| !std::ptr::eq(*last, ty)) {
                types.push(ty);
            }
        }
    }
    unknown.retain(|name, _| !is_known(wiring, name));
    unknown
}

fn is_known(wiring: &Wiring<'_>, name: &str) -> bool {
    [PRIMITIVES, PRELUDE, TRAITS]
        .iter()
        .any(|names| names.contains(&name))
        || wiring.imports.get(name).is_some()
        || wiring.constant_named(name).is_some()
}

fn report(name: &str, types: &Types<'_>) -> Diagnostic {
    let title = format!("the type `{name}` is not imported");
    let error = Diagnostic::error(&RULE, types[0].span, title).label("not known here");
    let more = types.iter().take(MOST_SHOWN).skip(1);
    more.fold(error, |error, ty| error.and(ty.span, "nor here"))
}

fn suggest(
    wiring: &Wiring<'_>,
    mentions: &HashSet<String>,
    error: Diagnostic,
    name: &str,
    ty: &Spanned<syn::Type>,
) -> Diagnostic {
    if let Some((module, _)) = elsewhere(name) {
        return error.help(format!("import `{module}::{name}`"));
    }
    let habit = HABITS.iter().find(|(habit, _)| *habit == name);
    let known = [PRIMITIVES, PRELUDE].concat();
    let near = || nearest(name, wiring.imports.names().chain(known));
    let Some(meant) = habit.map(|(_, meant)| *meant).or_else(near) else {
        return error.help(format!("import it from where it is: `crate::…::{name}`"));
    };
    let replaced = of_type(&renamed(&ty.value, name, meant));
    let did_you_mean = format!("did you mean `{meant}`?");
    let Some(import) = wiring.imports.get(meant) else {
        return error.edit(did_you_mean, ty.span, replaced);
    };
    let error =
        error
            .and(import, format!("this imports `{meant}`"))
            .edit(did_you_mean, ty.span, replaced);
    match mentions.contains(meant) {
        true => error,
        false => error.edit("or is it misspelt in the import?", import, name),
    }
}

/// The type with another name in the place of one.
fn renamed(ty: &syn::Type, from: &str, to: &str) -> syn::Type {
    struct Rename<'a>(&'a str, Ident);
    impl VisitMut for Rename<'_> {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            if *ident == self.0 {
                *ident = self.1.clone();
            }
        }
    }
    let mut ty = ty.clone();
    if let Ok(to) = syn::parse_str(to) {
        Rename(from, to).visit_type_mut(&mut ty);
    }
    ty
}

/// The names in a type that stand for themselves, without a path.
#[derive(Default)]
struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
        if ty.qself.is_none() {
            self.alone(&ty.path);
        }
        visit::visit_type_path(self, ty);
    }

    fn visit_trait_bound(&mut self, bound: &'ast syn::TraitBound) {
        self.alone(&bound.path);
        visit::visit_trait_bound(self, bound);
    }

    fn visit_expr(&mut self, _: &'ast syn::Expr) {}
}

impl Names {
    fn alone(&mut self, path: &syn::Path) {
        if let (None, 1) = (path.leading_colon, path.segments.len()) {
            self.0.push(path.segments[0].ident.to_string());
        }
    }
}

/// Where a well-known type is that has to be imported.
fn elsewhere(name: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    ELSEWHERE.iter().find(|(_, names)| names.contains(&name))
}

const PRIMITIVES: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize", "f32", "f64",
];

/// The types of the prelude.
const PRELUDE: &[&str] = &["String", "Vec", "Option", "Result", "Box"];

/// The traits of the preludes of all editions.
const TRAITS: &[&str] = &[
    "Send",
    "Sync",
    "Sized",
    "Copy",
    "Clone",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Unpin",
    "Iterator",
    "IntoIterator",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
    "Default",
    "AsRef",
    "AsMut",
    "Into",
    "From",
    "TryFrom",
    "TryInto",
    "ToOwned",
    "ToString",
    "PartialEq",
    "PartialOrd",
    "Eq",
    "Ord",
    "Future",
    "IntoFuture",
];

const ELSEWHERE: &[(&str, &[&str])] = &[
    (
        "std::collections",
        &[
            "HashMap",
            "HashSet",
            "BTreeMap",
            "BTreeSet",
            "VecDeque",
            "BinaryHeap",
        ],
    ),
    ("std::sync", &["Arc", "Mutex", "RwLock", "OnceLock"]),
    ("std::time", &["Duration", "Instant", "SystemTime"]),
    ("std::path", &["PathBuf", "Path"]),
    ("std::ffi", &["OsString", "CString"]),
    (
        "std::net",
        &["IpAddr", "Ipv4Addr", "Ipv6Addr", "SocketAddr"],
    ),
    ("std::borrow", &["Cow"]),
    ("std::fs", &["File"]),
    ("std::marker", &["PhantomData"]),
    ("std::fmt", &["Debug", "Display"]),
    ("std::hash", &["Hash"]),
    (
        "pipewright",
        &[
            "Collected",
            "Outcome",
            "StepError",
            "Skip",
            "BoxError",
            "CorrelationId",
            "RunId",
            "RunError",
        ],
    ),
];

/// What people write who come from elsewhere.
const HABITS: &[(&str, &str)] = &[
    ("int", "i64"),
    ("Int", "i64"),
    ("integer", "i64"),
    ("Integer", "i64"),
    ("long", "i64"),
    ("uint", "u64"),
    ("float", "f64"),
    ("Float", "f64"),
    ("double", "f64"),
    ("Double", "f64"),
    ("number", "f64"),
    ("boolean", "bool"),
    ("Boolean", "bool"),
    ("text", "String"),
    ("list", "Vec"),
    ("List", "Vec"),
];
