//! The `impl` that a user fills in, as one would write it by hand.
//!
//! It is text to be pasted, not code to be compiled where it is made: so it is laid out as rustfmt would,
//! and written as text. The signatures are those of the trait in `steps.rs`, with lifetimes elided.

use std::collections::BTreeSet;

use syn::UseTree;

use super::mentioned::collect;
use crate::names::camel;
use crate::plan::{Method, MethodKind, ParamType, Plan, Returns};
use crate::text;

/// As wide as rustfmt makes a line.
const WIDTH: usize = 100;

/// The `impl` of a pipeline's steps with nothing in its methods.
#[derive(Clone, Debug)]
pub struct Stub {
    /// `billing::refund::Steps`
    steps: String,
    /// What the type is called that nobody has named.
    own: String,
    imports: Vec<String>,
    /// Traits that the type has to have as well.
    requires: Vec<String>,
    methods: Vec<(String, String)>,
}

impl Stub {
    pub(crate) fn new(plan: &Plan, folders: &[String]) -> Self {
        Self::of(plan, folders, |writer| {
            let methods = plan.methods.iter();
            methods
                .map(|method| (method.name.to_string(), writer.method(method)))
                .collect()
        })
    }

    /// The stub with the methods that `write` makes, each with its name.
    pub(super) fn of(
        plan: &Plan,
        folders: &[String],
        write: impl FnOnce(&mut Writer<'_>) -> Vec<(String, String)>,
    ) -> Self {
        let name = plan.name.to_string();
        let folders = folders.iter().map(|folder| format!("{folder}::"));
        let module = folders.collect::<String>() + &name;
        let mut writer = Writer::new(plan, &module);
        let inner = plan
            .inner
            .iter()
            .map(|inner| inner.path.join("::") + "::Steps");
        Self {
            methods: write(&mut writer),
            imports: writer.imports(),
            requires: plan
                .requires
                .iter()
                .map(|(required, _)| path(required))
                .chain(inner)
                .collect(),
            steps: format!("{module}::Steps"),
            own: format!("{}Steps", camel(&name)),
        }
    }

    /// The path of the trait, from the module that includes the pipelines: `billing::refund::Steps`.
    pub fn steps(&self) -> &str {
        &self.steps
    }

    /// The names of the trait's methods.
    pub fn methods(&self) -> impl Iterator<Item = &str> {
        self.methods.iter().map(|(name, _)| name.as_str())
    }

    /// The text of one method as it stands in the `impl`.
    pub fn method(&self, name: &str) -> Option<&str> {
        let found = self.methods.iter().find(|(method, _)| method == name);
        found.map(|(_, text)| text.as_str())
    }

    /// Imports and `impl` for a type; if that is not named, with a new one.
    ///
    /// ```
    /// let output = pipewright_build::compile_str("hello.toml", r#"
    ///     [steps.greet]
    ///     output = "greeting: String"
    /// "#);
    /// assert_eq!(output.unwrap().stub.text(Some("Town")), "\
    /// use hello::Context;
    /// use pipewright::BoxError;
    ///
    /// impl hello::Steps for Town {
    ///     async fn greet(&self, cx: &Context) -> Result<String, BoxError> {
    ///         todo!()
    ///     }
    /// }
    /// ");
    /// ```
    pub fn text(&self, ty: Option<&str>) -> String {
        let mut text = self.imports.concat();
        if !text.is_empty() {
            text.push('\n');
        }
        if ty.is_none() {
            let own = &self.own;
            text +=
                &format!("/// What the steps need: clients, pools, settings.\nstruct {own};\n\n");
        }
        let (steps, ty) = (&self.steps, ty.unwrap_or(&self.own));
        for path in &self.requires {
            text += &format!("// `{ty}` has to implement `{path}` as well\n");
        }
        let methods: Vec<&str> = self.methods.iter().map(|(_, text)| text.as_str()).collect();
        text += &match methods.as_slice() {
            [] => format!("impl {steps} for {ty} {{}}\n"),
            methods => format!("impl {steps} for {ty} {{\n{}}}\n", methods.join("\n")),
        };
        text
    }
}

/// Writes methods, and notes what they mention.
pub(super) struct Writer<'a> {
    plan: &'a Plan,
    pub(super) module: &'a str,
    /// The names that the pipeline imports.
    taken: BTreeSet<String>,
    mentioned: BTreeSet<String>,
    from_runtime: BTreeSet<&'static str>,
    /// The pipeline's own context is imported.
    context: bool,
}

impl<'a> Writer<'a> {
    fn new(plan: &'a Plan, module: &'a str) -> Self {
        let mut taken = BTreeSet::new();
        plan.uses
            .iter()
            .for_each(|import| leaves(&import.tree, &mut taken));
        Self {
            plan,
            module,
            taken,
            mentioned: BTreeSet::new(),
            from_runtime: BTreeSet::new(),
            context: false,
        }
    }

    pub(super) fn method(&mut self, method: &Method) -> String {
        let mut params = vec!["&self".to_owned()];
        if let MethodKind::Step { .. } = method.kind {
            params.push(format!("cx: &{}", self.context()));
        }
        for param in &method.params {
            params.push(format!("{}: {}", param.name, self.param(&param.ty)));
        }
        let (before, returns) = match &method.kind {
            MethodKind::Predicate => ("", "bool".to_owned()),
            MethodKind::Step {
                blocking,
                returns,
                output,
            } => {
                let output = output.as_deref().map_or("()".into(), |ty| self.ty(ty));
                let before = if *blocking { "" } else { "async " };
                (before, self.returned(*returns, output))
            }
        };
        let returns = match returns.as_str() {
            "()" => String::new(),
            returns => format!(" -> {returns}"),
        };
        let head = format!("{before}fn {}", method.name);
        doc(method.doc.as_deref()) + &todo(&signature(&head, &params, &returns))
    }

    fn param(&mut self, ty: &ParamType) -> String {
        match ty {
            ParamType::Owned(ty) => self.ty(ty),
            ParamType::Borrowed(ty) => format!("&{}", self.ty(ty)),
            ParamType::Optional(ty) => format!("{}<&{}>", self.std("Option"), self.ty(ty)),
            ParamType::Outcome(ty) => {
                let (ty, error) = (self.ty(ty), self.error());
                format!("&{}<{ty}, {error}>", self.runtime("Outcome"))
            }
            ParamType::Array(ty, count) => format!("[{}; {count}]", self.param(ty)),
        }
    }

    fn returned(&mut self, returns: Returns, output: String) -> String {
        let option = self.std("Option");
        let output = match returns {
            Returns::Fallible | Returns::Infallible => output,
            Returns::Skippable | Returns::InfallibleSkippable => format!("{option}<{output}>"),
        };
        match returns {
            Returns::Infallible | Returns::InfallibleSkippable => output,
            Returns::Fallible | Returns::Skippable => {
                format!("{}<{output}, {}>", self.std("Result"), self.error())
            }
        }
    }

    pub(super) fn ty(&mut self, ty: &syn::Type) -> String {
        collect(ty, &mut self.mentioned);
        text::of_type(ty)
    }

    pub(super) fn error(&mut self) -> String {
        match &self.plan.error {
            Some((error, _)) => self.ty(error),
            None => self.runtime("BoxError"),
        }
    }

    pub(super) fn context(&mut self) -> String {
        if self.taken.contains("Context") {
            return format!("{}::Context", self.module);
        }
        self.context = true;
        "Context".to_owned()
    }

    /// A name of the runtime, imported unless that would clash.
    pub(super) fn runtime(&mut self, name: &'static str) -> String {
        if self.taken.contains(name) {
            return format!("pipewright::{name}");
        }
        self.from_runtime.insert(name);
        name.to_owned()
    }

    /// A name that is there without an import, unless there is one.
    pub(super) fn std(&self, name: &str) -> String {
        match self.taken.contains(name) {
            true => format!("std::{}::{name}", name.to_lowercase()),
            false => name.to_owned(),
        }
    }

    /// The imports that the methods need, each with its line end.
    fn imports(&self) -> Vec<String> {
        let users = self.plan.uses.iter();
        let users = users.filter_map(|import| needed(&import.tree, "", &self.mentioned));
        let runtime = self.from_runtime.iter().map(ToString::to_string);
        let runtime = Import::Group(runtime.map(Import::Leaf).collect());
        let runtime = Import::Path("pipewright".to_owned(), Box::new(runtime));
        let runtime = (!self.from_runtime.is_empty()).then_some(runtime);
        let context = Import::Leaf(format!("{}::Context", self.module));
        let context = self.context.then_some(context);
        let imports = users.chain(runtime).chain(context);
        let imports = imports.map(|import| import.text("use ;".len()));
        let mut imports: Vec<_> = imports.map(|text| format!("use {text};\n")).collect();
        imports.sort_by_key(|import| (!is_local(import), import.clone()));
        imports
    }
}

fn path(path: &syn::Path) -> String {
    text::of_type(&syn::parse_quote!(#path))
}

/// Whether an import is from the crate itself: rustfmt sorts those first.
fn is_local(import: &str) -> bool {
    let roots = ["use self::", "use super::", "use crate::"];
    roots.iter().any(|root| import.starts_with(root))
}

fn doc(doc: Option<&str>) -> String {
    let lines = doc.unwrap_or_default().lines();
    let lines = lines.map(|line| match line {
        "" => "    ///\n".to_owned(),
        _ => format!("    /// {line}\n"),
    });
    lines.collect()
}

/// A method in which everything is still to be done.
pub(super) fn todo(signature: &str) -> String {
    format!("    {signature} {{\n        todo!()\n    }}\n")
}

/// In one line if that is not too long.
pub(super) fn signature(head: &str, params: &[String], returns: &str) -> String {
    let line = format!("{head}({}){returns}", params.join(", "));
    if "    ".len() + line.chars().count() + " {".len() <= WIDTH {
        return line;
    }
    let params = params.iter().map(|param| format!("\n        {param},"));
    format!("{head}({}\n    ){returns}", params.collect::<String>())
}

/// An import of which only what is needed is left.
enum Import {
    Path(String, Box<Import>),
    Group(Vec<Import>),
    Leaf(String),
}

impl Import {
    /// `{self}`, which is the module alone.
    fn is_self(&self) -> bool {
        match self {
            Self::Leaf(name) => name == "self",
            Self::Group(items) => matches!(items.as_slice(), [one] if one.is_self()),
            Self::Path(..) => false,
        }
    }

    /// The text, beside so many other characters in its line.
    fn text(&self, beside: usize) -> String {
        match self {
            Self::Leaf(name) => name.clone(),
            Self::Path(name, rest) => {
                format!("{name}::{}", rest.text(beside + name.chars().count() + 2))
            }
            Self::Group(items) => match items.as_slice() {
                [one] => one.text(beside),
                items => group(items, beside),
            },
        }
    }
}

fn group(items: &[Import], beside: usize) -> String {
    let items: Vec<String> = items.iter().map(|item| item.text(0)).collect();
    let line = format!("{{{}}}", items.join(", "));
    if beside + line.chars().count() <= WIDTH {
        return line;
    }
    let (mut text, mut width) = ("{\n   ".to_owned(), 3);
    for item in items {
        let length = item.chars().count() + " ,".len();
        if width > 3 && width + length > WIDTH {
            text.push_str("\n   ");
            width = 3;
        }
        text += &format!(" {item},");
        width += length;
    }
    text + "\n}"
}

/// What of an import brings one of the names.
fn needed(tree: &UseTree, above: &str, names: &BTreeSet<String>) -> Option<Import> {
    let wanted = |name: &str| names.contains(name);
    match tree {
        UseTree::Path(path) => {
            let name = path.ident.to_string();
            let rest = needed(&path.tree, &name, names)?;
            Some(match rest.is_self() {
                true => Import::Leaf(name),
                false => Import::Path(name, Box::new(rest)),
            })
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            let brought = if name == "self" { above } else { &name };
            wanted(brought).then_some(Import::Leaf(name))
        }
        UseTree::Rename(rename) => {
            let text = format!("{} as {}", rename.ident, rename.rename);
            wanted(&rename.rename.to_string()).then_some(Import::Leaf(text))
        }
        UseTree::Glob(_) => Some(Import::Leaf("*".to_owned())),
        UseTree::Group(group) => {
            let items = group.items.iter();
            let items: Vec<_> = items
                .filter_map(|item| needed(item, above, names))
                .collect();
            (!items.is_empty()).then_some(Import::Group(items))
        }
    }
}

/// The names that an import brings.
fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, names)),
        UseTree::Glob(_) => {}
    }
}
