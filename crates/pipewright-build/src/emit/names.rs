//! All names that generated code chooses.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use quote::format_ident;

use super::mentioned::{self, has_glob};
use super::tokens::{ToTokens, TokenStream, quote};
use crate::names::camel;
use crate::plan::{Inner, InnerId, Metadata, Plan, Step, StepId, ValueId};

/// The names of one pipeline's module.
///
/// The user's imports live in the module too, so that types and expressions stand in it as they were
/// written. A generated name that the user's own fragments mention gets an underscore inside, and is
/// exported under its proper name; a name of the standard library that they mention is written in full.
pub(super) struct Names {
    mentioned: BTreeSet<String>,
    imported: BTreeSet<String>,
    /// An import with `*` may bring any name.
    glob: bool,
    /// Names from elsewhere that the code uses by their short name.
    used: RefCell<BTreeSet<&'static str>>,
    run: Ident,
    reads: Ident,
    inner_run: Ident,
    index: Ident,
    around: Ident,
    inner: Vec<Ident>,
    slots: Vec<Ident>,
    outputs: Vec<Ident>,
    variants: Vec<Ident>,
    /// For each branch, what holds and tells which way is taken.
    ways: Vec<Ident>,
}

/// What the generated module takes from elsewhere, with its full path.
const KNOWN: &[(&str, &str)] = &[
    ("Arc", "::std::sync::Arc"),
    ("BoxError", "::pipewright::BoxError"),
    ("Duration", "::std::time::Duration"),
    ("Future", "::std::future::Future"),
    ("IntoFuture", "::std::future::IntoFuture"),
    ("Moved", "::pipewright::Moved"),
    ("Outcome", "::pipewright::Outcome"),
    ("RunError", "::pipewright::RunError"),
    ("table", "::pipewright::codegen::table"),
];

/// What every module has without an import, with its full path.
const PRELUDE: &[(&str, &str)] = &[
    ("Result", "::core::result::Result"),
    ("Option", "::core::option::Option"),
    ("Some", "::core::option::Option::Some"),
    ("None", "::core::option::Option::None"),
    ("Ok", "::core::result::Result::Ok"),
    ("Box", "::std::boxed::Box"),
    ("Clone", "::core::clone::Clone"),
    ("Default", "::core::default::Default"),
    ("FnOnce", "::core::ops::FnOnce"),
    ("Into", "::core::convert::Into"),
    ("IntoIterator", "::core::iter::IntoIterator"),
    ("Send", "::core::marker::Send"),
    ("Sync", "::core::marker::Sync"),
];

impl Names {
    pub(super) fn new(plan: &Plan) -> Self {
        let mentioned = mentioned::anywhere(plan);
        let mut names = Self::of(plan, mentioned, mentioned::imported(plan), has_glob(plan));
        names.inner = names.modules(plan);
        names
    }

    /// Those of a block of steps: its module sees all of the one around it.
    pub(super) fn within(&self, plan: &Plan, whole: &Plan, of_whole: &Self) -> Self {
        let mut names = Self::of(
            plan,
            self.mentioned.clone(),
            self.imported.clone(),
            self.glob,
        );
        let module = |inner: &Inner| {
            let place = whole.inner.iter().position(|one| one.path == inner.path);
            of_whole.inner[place.unwrap_or_default()].clone()
        };
        names.inner = plan.inner.iter().map(module).collect();
        names
    }

    fn of(
        plan: &Plan,
        mentioned: BTreeSet<String>,
        imported: BTreeSet<String>,
        glob: bool,
    ) -> Self {
        let values = plan.values.iter().map(|value| &value.name);
        let constants = plan.constants.iter().map(|constant| &constant.name);
        let mut variables = values.chain(constants).map(Ident::to_string).collect();
        let mut names = Self {
            run: distinct(&format_ident!("run"), &mut variables),
            reads: distinct(&format_ident!("reads"), &mut variables),
            inner_run: distinct(&format_ident!("inner"), &mut variables),
            index: distinct(&format_ident!("index"), &mut variables),
            around: distinct(&format_ident!("around"), &mut variables),
            inner: Vec::new(),
            mentioned,
            imported,
            glob,
            used: RefCell::default(),
            slots: Vec::new(),
            outputs: Vec::new(),
            variants: Vec::new(),
            ways: Vec::new(),
        };
        let mut taken = BTreeSet::from(["core".to_owned(), "steps".to_owned()]);
        if plan.steps.iter().any(Step::is_map) {
            taken.insert("own".to_owned());
        }
        if plan.is_block {
            taken.extend(["around".to_owned(), "index".to_owned()]);
        }
        names.slots = plan
            .values
            .iter()
            .map(|value| distinct(&value.name, &mut taken))
            .collect();
        names.outputs = plan.steps.iter().map(|step| step.name.clone()).collect();
        let outcomes = plan.steps.iter().map(|step| match step.output {
            Some(value) => names.slots[value.0].clone(),
            None => distinct(&step.name, &mut taken),
        });
        let outcomes: Vec<_> = outcomes.collect();
        names.slots.truncate(plan.inputs().count());
        names.slots.extend(outcomes);
        for branch in &plan.branches {
            let name = format_ident!("way_to_{}", branch.value);
            let mut numbers = (2..).map(|number| format_ident!("{name}_{number}"));
            let mut name = name.clone();
            while !taken.insert(name.to_string()) {
                name = numbers.next().unwrap_or(name);
            }
            names.ways.push(name);
        }
        let (mut taken, steps) = (BTreeSet::new(), plan.steps.iter());
        let variants = steps.map(|step| variant(&step.name, &mut taken));
        names.variants = variants.collect();
        names
    }

    /// A name that the module defines.
    pub(super) fn own(&self, name: &str) -> Ident {
        match self.mentioned.contains(name) {
            true => format_ident!("{name}_"),
            false => Ident::new(name, Span::call_site()),
        }
    }

    /// Names for the modules of other pipelines, each its own if nothing else is called so.
    fn modules(&self, plan: &Plan) -> Vec<Ident> {
        let known = KNOWN.iter().map(|(short, _)| (*short).to_owned());
        let mut taken: BTreeSet<String> = self.mentioned.iter().cloned().chain(known).collect();
        taken.extend(["codegen".to_owned(), plan.name.to_string()]);
        let modules = plan.inner.iter().filter_map(|inner| inner.down.last());
        modules.map(|module| distinct(module, &mut taken)).collect()
    }

    /// The import of a name from elsewhere that the code cannot do without.
    fn import(&self, name: &str) -> TokenStream {
        let (own, public) = (self.own(name), format_ident!("{name}"));
        match own == public {
            true => own.to_token_stream(),
            false => quote!(#public as #own),
        }
    }

    /// A name that the module defines, as the module exports it.
    pub(super) fn export(&self, name: &str) -> TokenStream {
        let (own, public) = (self.own(name), format_ident!("{name}"));
        match own == public {
            true => own.to_token_stream(),
            false => quote!(#own as #public),
        }
    }

    /// A name from elsewhere.
    pub(super) fn known(&self, name: &str) -> TokenStream {
        let import = KNOWN.iter().find(|(short, _)| *short == name);
        let found = import.or_else(|| PRELUDE.iter().find(|(short, _)| *short == name));
        let (short, full) = found.unwrap_or_else(|| unreachable!("`{name}` is in the tables"));
        let clash = match import {
            Some(_) => self.mentioned.contains(name),
            None => self.glob || self.imported.contains(name),
        };
        if clash {
            return path(full);
        }
        if import.is_some() {
            self.used.borrow_mut().insert(short);
        }
        Ident::new(name, Span::call_site()).to_token_stream()
    }

    /// What a module within this one uses from elsewhere, it has from here.
    pub(super) fn use_too(&self, within: &Self) {
        self.used.borrow_mut().extend(within.used.borrow().iter());
    }

    /// The imports behind [`Names::known`], once the code is made, and that of the runtime's module.
    pub(super) fn imports(&self) -> TokenStream {
        let used = self.used.borrow();
        let mut modules: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
        for (short, full) in KNOWN.iter().filter(|(short, _)| used.contains(short)) {
            let module = full.strip_suffix(short).unwrap_or(full);
            let name = Ident::new(short, Span::call_site()).to_token_stream();
            modules.entry(module).or_default().push(name);
        }
        modules
            .entry("::pipewright::")
            .or_default()
            .push(self.import("codegen"));
        let modules = modules.into_iter().map(|(module, names)| {
            let module = path(module);
            match &*names {
                [name] => quote!(use #module #name;),
                names => quote!(use #module {#(#names),*};),
            }
        });
        quote!(#(#modules)*)
    }

    /// All names that the user's own fragments mention.
    pub(super) fn mentioned(&self) -> BTreeSet<String> {
        self.mentioned.clone()
    }

    /// The variable that holds the run, where others are called as the values are.
    pub(super) fn run(&self) -> &Ident {
        &self.run
    }

    /// The variable that holds all that a wide step is lent, beside what it has for itself.
    pub(super) fn reads(&self) -> &Ident {
        &self.reads
    }

    /// The variable that holds a run of another pipeline.
    pub(super) fn inner_run(&self) -> &Ident {
        &self.inner_run
    }

    /// The variable that tells which element of a map it is.
    pub(super) fn index(&self) -> &Ident {
        &self.index
    }

    /// The variable that holds the run around a block.
    pub(super) fn around(&self) -> &Ident {
        &self.around
    }

    /// The module of a block of steps.
    pub(super) fn block(&self, step: &Step) -> Ident {
        let known = KNOWN.iter().map(|(short, _)| (*short).to_owned());
        let mut taken: BTreeSet<String> = self.mentioned.iter().cloned().chain(known).collect();
        taken.extend(self.inner.iter().map(Ident::to_string));
        distinct(&format_ident!("through_{}", step.name), &mut taken)
    }

    /// The module of a pipeline that this one runs.
    pub(super) fn inner(&self, id: InnerId) -> &Ident {
        &self.inner[id.0]
    }

    /// The method that looks at a step's condition.
    pub(super) fn when(&self, step: &Step) -> Ident {
        format_ident!("when_{}", step.name)
    }

    /// The method that looks whether the arms of a step are taken.
    pub(super) fn arm(&self, step: &Step) -> Ident {
        format_ident!("arm_{}", step.name)
    }

    /// The function that tells which errors of a step are worth another attempt.
    pub(super) fn retry_when(&self, step: &Step) -> Ident {
        format_ident!("retry_{}_when", step.name)
    }

    /// The function that tells how long to wait after an error of a step.
    pub(super) fn retry_after(&self, step: &Step) -> Ident {
        format_ident!("retry_{}_after", step.name)
    }

    /// The method that undoes a step.
    pub(super) fn undo(&self, step: &Step) -> Ident {
        format_ident!("undo_{}", step.name)
    }

    /// The field of the slot that a value lies in.
    pub(super) fn slot(&self, plan: &Plan, value: ValueId) -> &Ident {
        &self.slots[plan.slot_of(value)]
    }

    /// The field of a step's slot.
    pub(super) fn step_slot(&self, plan: &Plan, step: StepId) -> &Ident {
        &self.slots[plan.inputs().count() + step.0]
    }

    /// What holds, and tells, which way a branch takes.
    pub(super) fn way(&self, branch: usize) -> &Ident {
        &self.ways[branch]
    }

    /// All slots, in the order of their numbers.
    pub(super) fn slots(&self) -> &[Ident] {
        &self.slots
    }

    /// The field of a step's outcome among the outputs.
    pub(super) fn output(&self, step: StepId) -> &Ident {
        &self.outputs[step.0]
    }

    /// A step's variant of the enum of steps.
    pub(super) fn variant(&self, step: StepId) -> &Ident {
        &self.variants[step.0]
    }
}

/// A step's variant of the enum of steps, other than these.
pub(super) fn variant(step: &Ident, taken: &mut BTreeSet<String>) -> Ident {
    let name = camel(&step.to_string().replace("r#", ""));
    distinct(&format_ident!("{name}"), taken)
}

impl Plan {
    /// The number of the slot that a value lies in: the inputs' first, then one for each step.
    pub(super) fn slot_of(&self, value: ValueId) -> usize {
        match self.value(value).origin {
            crate::plan::Origin::Input => value.0,
            crate::plan::Origin::Step(step) => self.inputs().count() + step.0,
            crate::plan::Origin::Element { .. }
            | crate::plan::Origin::Around
            | crate::plan::Origin::Lent => unreachable!("it lies in no slot of this run"),
        }
    }
}

/// The function that makes a default of metadata.
pub(super) fn default(field: &Metadata) -> Ident {
    format_ident!("default_{}", field.name)
}

/// Whether this is a trait that every module has without an import.
pub(super) fn is_prelude_trait(name: &Ident) -> bool {
    const TRAITS: [&str; 10] = [
        "Clone",
        "Copy",
        "Default",
        "Eq",
        "Ord",
        "PartialEq",
        "PartialOrd",
        "Send",
        "Sync",
        "Unpin",
    ];
    TRAITS.iter().any(|one| name == one)
}

pub(super) fn distinct(name: &Ident, taken: &mut BTreeSet<String>) -> Ident {
    let mut name = name.clone();
    while !taken.insert(name.to_string()) {
        name = format_ident!("{name}_");
    }
    name
}

fn path(full: &str) -> TokenStream {
    let path: proc_macro2::TokenStream = full
        .parse()
        .unwrap_or_else(|_| unreachable!("the tables hold paths"));
    path.to_token_stream()
}
