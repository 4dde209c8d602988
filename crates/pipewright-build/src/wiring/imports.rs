//! What the description's `use` brings in.

use std::collections::BTreeMap;

use crate::span::Span;
use crate::tree::Use;

/// The names, and where each is imported.
pub(crate) struct Imports {
    names: BTreeMap<String, Span>,
    glob: bool,
}

impl Imports {
    pub(super) fn new(uses: &[Use]) -> Self {
        let mut imports = Self {
            names: BTreeMap::new(),
            glob: false,
        };
        let mut open: Vec<_> = uses.iter().map(|one| (&one.tree, one.places)).collect();
        while let Some((tree, places)) = open.pop() {
            let name = match tree {
                syn::UseTree::Path(path) => {
                    open.push((&path.tree, places));
                    continue;
                }
                syn::UseTree::Group(group) => {
                    open.extend(group.items.iter().map(|item| (item, places)));
                    continue;
                }
                syn::UseTree::Glob(_) => {
                    imports.glob = true;
                    continue;
                }
                syn::UseTree::Name(name) => &name.ident,
                syn::UseTree::Rename(name) => &name.rename,
            };
            imports
                .names
                .insert(name.to_string(), places.at(name.span()));
        }
        imports
    }

    /// Whether a variable of that name can be there: types, functions and constants of the prelude begin
    /// with a capital.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.glob || name.starts_with(char::is_uppercase) || self.names.contains_key(name)
    }

    /// Where a name is imported.
    pub(crate) fn get(&self, name: &str) -> Option<Span> {
        self.names.get(name).copied()
    }

    /// The names, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Whether any other name may be there too.
    pub(crate) fn has_glob(&self) -> bool {
        self.glob
    }
}
