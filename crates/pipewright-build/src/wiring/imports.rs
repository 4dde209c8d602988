//! What the description's `use` brings in.

use std::collections::HashSet;

pub(crate) struct Imports {
    names: HashSet<String>,
    glob: bool,
}

impl Imports {
    pub(super) fn new(uses: &[syn::UseTree]) -> Self {
        let mut imports = Self {
            names: HashSet::new(),
            glob: false,
        };
        let mut open: Vec<&syn::UseTree> = uses.iter().collect();
        while let Some(tree) = open.pop() {
            match tree {
                syn::UseTree::Path(path) => open.push(&path.tree),
                syn::UseTree::Name(name) => drop(imports.names.insert(name.ident.to_string())),
                syn::UseTree::Rename(name) => drop(imports.names.insert(name.rename.to_string())),
                syn::UseTree::Glob(_) => imports.glob = true,
                syn::UseTree::Group(group) => open.extend(&group.items),
            }
        }
        imports
    }

    /// Whether a variable of that name can be there: types, functions and constants of the prelude begin
    /// with a capital.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.glob || name.starts_with(char::is_uppercase) || self.names.contains(name)
    }
}
