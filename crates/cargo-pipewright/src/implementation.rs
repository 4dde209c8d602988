//! Where in Rust source a pipeline's steps are implemented.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{ImplItem, ImplItemFn, ItemImpl, ItemUse, Signature, Type, UseTree};

use crate::console;
use crate::failure::Failure;
use crate::folder;
use crate::signature;

/// An `impl` of a pipeline's steps.
#[derive(Serialize)]
pub(crate) struct Implementation {
    /// As it is written, and its last name alone.
    #[serde(rename = "type")]
    ty: String,
    #[serde(skip)]
    short: Option<String>,
    #[serde(skip)]
    methods: BTreeMap<String, Signature>,
    path: String,
    line: usize,
}

impl Implementation {
    pub(crate) fn has(&self, method: &str) -> bool {
        self.methods.contains_key(method)
    }

    /// Where a method stands that takes or returns something else than this text of it, as far as that can
    /// be told from the last names of types.
    pub(crate) fn other_signature(&self, method: &str, text: &str) -> Option<String> {
        let found = self.methods.get(method)?;
        let expected = syn::parse_str::<ImplItemFn>(text).ok()?.sig;
        let line = found.fn_token.span.start().line;
        (!signature::is_alike(found, &expected)).then(|| format!("{}:{line}", self.path))
    }

    /// Whether it is for the type, which may be named with or without its path.
    pub(crate) fn is_for(&self, ty: &str) -> bool {
        let given = syn::parse_str::<Type>(ty).ok();
        let short = given.as_ref().and_then(last_name);
        self.ty == ty || (short.is_some() && short == self.short)
    }
}

impl fmt::Display for Implementation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ty, path, line, .. } = self;
        write!(f, "`{ty}` at {path}:{line}")
    }
}

/// All implementations of a trait, `order_processing::Steps`, in a file or below a folder.
pub(crate) fn find(path: &Path, steps: &str) -> Result<Vec<Implementation>, Failure> {
    let steps: Vec<&str> = steps.split("::").collect();
    if !path.is_dir() {
        return in_file(path, &steps);
    }
    let mut found = Vec::new();
    for file in rust_files(path)? {
        match in_file(&file, &steps) {
            Ok(more) => found.extend(more),
            // another file may be the one
            Err(failure) => console::say(format_args!("passed by: {}", failure.message())),
        }
    }
    Ok(found)
}

fn in_file(path: &Path, steps: &[&str]) -> Result<Vec<Implementation>, Failure> {
    let shown = folder::slashes(path);
    let text = fs::read_to_string(path).map_err(|error| folder::unreadable(&shown, &error))?;
    let file = syn::parse_file(&text).map_err(|error| {
        let start = error.span().start();
        let (line, column) = (start.line, start.column + 1);
        Failure::wrong(format!("`{shown}:{line}:{column}` is not Rust: {error}"))
    })?;
    let mut uses = Uses::default();
    uses.visit_file(&file);
    let mut finder = Finder {
        uses,
        steps,
        path: shown,
        found: Vec::new(),
    };
    finder.visit_file(&file);
    Ok(finder.found)
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let unreadable = |error| folder::unreadable(&folder::slashes(&folder), &error);
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What a file imports: names, with their paths, and the paths before a `*`.
#[derive(Default)]
struct Uses {
    names: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

impl Uses {
    fn add(&mut self, tree: &UseTree, above: &[String]) {
        let with = |name: String| [above, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.add(&path.tree, &with(path.ident.to_string())),
            UseTree::Name(name) if name.ident == "self" => {
                let last = above.last().cloned().unwrap_or_default();
                self.names.insert(last, above.to_vec());
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.names.insert(name.clone(), with(name));
            }
            UseTree::Rename(rename) => {
                let path = with(rename.ident.to_string());
                self.names.insert(rename.rename.to_string(), path);
            }
            UseTree::Glob(_) => self.globs.push(above.to_vec()),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.add(item, above)),
        }
    }

    /// The paths that a path may stand for.
    fn meanings(&self, path: &[String]) -> Vec<Vec<String>> {
        let named = path.split_first().and_then(|(first, rest)| {
            let start = self.names.get(first)?;
            Some([start, rest].concat())
        });
        match named {
            Some(path) => vec![path],
            None => {
                let globs = self.globs.iter();
                let globs = globs.map(|glob| [glob.as_slice(), path].concat());
                globs.chain([path.to_vec()]).collect()
            }
        }
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add(&item.tree, &[]);
    }
}

struct Finder<'a> {
    uses: Uses,
    steps: &'a [&'a str],
    path: String,
    found: Vec<Implementation>,
}

impl Finder<'_> {
    /// Whether a path leads to the trait: how far away it begins cannot be told.
    fn is_meant(&self, path: &syn::Path) -> bool {
        let segments = path.segments.iter();
        let segments: Vec<_> = segments.map(|part| part.ident.to_string()).collect();
        self.uses.meanings(&segments).iter().any(|path| {
            let roots = ["crate", "self", "super"];
            let path = path.iter().map(String::as_str);
            let path: Vec<_> = path.skip_while(|part| roots.contains(part)).collect();
            path.len() > 1 && (path.ends_with(self.steps) || self.steps.ends_with(&path))
        })
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let Some((path, _)) = &item.trait_
            && self.is_meant(path)
        {
            let methods = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) => Some((method.sig.ident.to_string(), method.sig.clone())),
                _ => None,
            });
            self.found.push(Implementation {
                ty: item.self_ty.span().source_text().unwrap_or_default(),
                short: last_name(&item.self_ty),
                methods: methods.collect(),
                path: self.path.clone(),
                line: item.impl_token.span.start().line,
            });
        }
        visit::visit_item_impl(self, item);
    }
}

/// `Shop` of `crate::shop::Shop<T>`.
fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}
