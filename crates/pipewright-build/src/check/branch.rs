use syn::{Expr, Lit, Type};

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::front::Fragment;
use crate::span::Span;
use crate::tree::{Callee, Name, Step, Test, Typed, WireKind};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0034",
    title: "a branch that cannot be taken apart",
    docs: "A branch takes one of several ways, and gives one value: in Rust form `let reply: Reply = match \
        &message.kind { Kind::Tool => run_tool(&message), Kind::Answer => respond(&message) };` or `if … { … } \
        else { … }`, in TOML `match` and `[[steps.reply.arms]]`. Each arm ends with the call of a step, or is a \
        constant; a block may have further steps before it. All arms give the same type. What an arm's pattern binds \
        can be passed on with its type: `run_tool(args as &ToolArgs)`. If the ways give different values that are read \
        separately, or none, there is nothing to merge: give each step its own guard, `when = …`.",
    check: Check::Resolve(check),
};

pub(crate) const FORM: &str =
    "the call of a step, as in `run_tool(&message)`, or a constant, as in `Reply::Denied`";

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for step in &wiring.tree.steps {
        for wire in &step.args {
            if let WireKind::Bound(name, _) = &wire.kind
                && let Some(found) = unbound(wiring, step, name)
            {
                findings.push(found);
            }
        }
    }
    for step in &wiring.tree.steps {
        let (Callee::Merge(constants), Some(output)) = (&step.call, &step.output) else {
            continue;
        };
        let literals = constants.iter().filter_map(|arm| match &arm.value.value {
            Expr::Lit(lit) => Some((&lit.lit, arm.value.span)),
            _ => None,
        });
        for (lit, span) in literals {
            let found = other_literal(wiring, lit, span, output);
            found.into_iter().for_each(|found| findings.push(found));
        }
    }
    for branch in &wiring.tree.branches {
        let mut ways = branch.ways.iter();
        let is_read = |text: &str| !text.is_empty();
        let everything = ways
            .by_ref()
            .find(|way| is_read(&way.text) && takes_all(&way.test));
        if let (Some(first), Some(never)) = (everything, ways.next()) {
            findings.push(unreachable(first.span, &first.text, never.span));
        }
    }
}

/// A literal in the place of a value of another type, as far as the names of types tell.
fn other_literal(wiring: &Wiring<'_>, lit: &Lit, span: Span, output: &Typed) -> Option<Diagnostic> {
    const INTEGERS: [&str; 12] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    ];
    const FLOATS: [&str; 2] = ["f32", "f64"];
    let Type::Path(path) = &output.ty.value else {
        return None;
    };
    let wanted = path.path.get_ident()?.to_string();
    let (is_integer, is_float) = (
        INTEGERS.contains(&wanted.as_str()),
        FLOATS.contains(&wanted.as_str()),
    );
    let is_known = is_integer || is_float || ["String", "bool", "char"].contains(&wanted.as_str());
    if !is_known || wiring.imports.get(wanted.as_str()).is_some() {
        return None;
    }
    let (what, fits) = match lit {
        Lit::Str(_) => ("a text, a `&'static str`", false),
        Lit::Bool(_) => ("a `bool`", wanted == "bool"),
        Lit::Char(_) => ("a `char`", wanted == "char"),
        Lit::Int(int) => match int.suffix() {
            "" => ("a whole number", is_integer),
            suffix => ("a number of another type", suffix == wanted),
        },
        Lit::Float(float) => match float.suffix() {
            "" => ("a number with a fraction", is_float),
            suffix => ("a number of another type", suffix == wanted),
        },
        _ => return None,
    };
    let name = &output.name.value;
    let title = format!("this arm gives {what}, and `{name}` is a `{wanted}`");
    let found = Diagnostic::error(&RULE, span, title)
        .label(format!("expected a `{wanted}`"))
        .and(output.ty.span, "all arms give the same type");
    (!fits).then(|| match lit {
        Lit::Int(int) if is_float && int.suffix().is_empty() => {
            found.edit("write it with a fraction", span, format!("{int}.0"))
        }
        _ => found.help(format!(
            "let a step of this arm return a `{wanted}`, or write another type for `{name}`"
        )),
    })
}

/// Whether nothing is left for the ways below.
fn takes_all(test: &Test) -> bool {
    match test {
        Test::Pattern(pattern, None, _) => match &**pattern {
            syn::Pat::Wild(_) => true,
            syn::Pat::Ident(ident) => {
                ident.subpat.is_none() && ident.ident.to_string().starts_with(char::is_lowercase)
            }
            _ => false,
        },
        Test::Pattern(..) | Test::If(..) | Test::Entry => false,
        Test::Else => true,
    }
}

fn unreachable(first: Span, text: &str, never: Span) -> Diagnostic {
    Diagnostic::error(&RULE, never, "this way is never taken")
        .label("nothing is left for it")
        .and(first, format!("`{text}` takes all that is left"))
        .help("put it above, or take it out")
}

/// `args as &ToolArgs` where no pattern of the step's arms binds `args`.
fn unbound(wiring: &Wiring<'_>, step: &Step, name: &Name) -> Option<Diagnostic> {
    let mut bound = Vec::new();
    for arm in &step.arms {
        if let Test::Pattern(pattern, ..) = &wiring.tree.branches[arm.branch].ways[arm.way].test {
            bindings(pattern, &mut bound);
        }
    }
    if bound.contains(&name.value) {
        return None;
    }
    let title = format!("no pattern binds `{}`", name.value);
    let found = Diagnostic::error(&RULE, name.span, title);
    if wiring.value_named(&name.value).is_some() {
        return Some(
            found
                .label("this is a value, and its type is known")
                .help(format!("write `{0}`, or `&{0}`", name.value)),
        );
    }
    let names = bound.iter().map(String::as_str);
    Some(match super::suggest::nearest(&name.value, names) {
        Some(near) => found.label("no such name").edit(
            "a pattern of this arm binds a similar one",
            name.span,
            near.to_owned(),
        ),
        None if step.arms.is_empty() => found
            .label("this step lies in no arm of a branch")
            .help("`x as &T` passes on what the pattern of the step's arm binds"),
        None => found.label("not in the pattern of this arm").help(
            "`x as &T` passes on what the pattern of the step's arm binds, as in `Kind::Tool(x)`",
        ),
    })
}

fn bindings(pattern: &syn::Pat, bound: &mut Vec<String>) {
    use syn::visit::Visit;
    struct Names<'a>(&'a mut Vec<String>);
    impl<'p> Visit<'p> for Names<'_> {
        fn visit_pat_ident(&mut self, pattern: &'p syn::PatIdent) {
            self.0.push(pattern.ident.to_string());
            syn::visit::visit_pat_ident(self, pattern);
        }
    }
    Names(bound).visit_pat(pattern);
}

/// An arm that is neither the call of a step nor a constant.
pub(crate) fn no_call(fragment: &Fragment) -> Diagnostic {
    let text = &fragment.text;
    let found = Diagnostic::error(&RULE, fragment.span(), "an arm is a step, or a constant")
        .label(format!("expected {FORM}"));
    let is_name = super::is_word(text.trim_start_matches('&'));
    match is_name {
        true => found.help(format!(
            "`{text}` is a value already: let a step of this arm return it, or read it where it is needed"
        )),
        false => found.help("what is to be computed here belongs in a step"),
    }
}

/// A branch whose value has no name.
pub(crate) fn no_value(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, format!("this `{word}` gives a value that has no name"))
        .label("there is nothing in which its ways meet")
        .help(format!("name it: `let reply: Reply = {word} …;`"))
        .help("steps that give nothing, or values that are read separately, have guards: `#[step(when = …)]`")
}

/// An `if` around a single step.
pub(crate) fn only_a_guard(at: Span, whole: Span, step: String) -> Diagnostic {
    Diagnostic::error(&RULE, at, "this is the guard of a step")
        .label("nothing is to be done otherwise")
        .edit("write it above the step", whole, step)
}

/// An `if` that has no `else`.
pub(crate) fn no_else(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "an `if` without `else` gives no value")
        .label("what if this is false?")
        .help("add `else { … }`, or give the step a guard, `#[step(when = …)]`, and read its value with `.maybe()`")
}

/// The same in TOML.
pub(crate) fn no_output(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a branch gives a value, and this one has none")
        .label("there is nothing in which its ways meet")
        .help("say what its arms give: `output = \"reply: Reply\"`")
        .help("steps that give nothing, or values that are read separately, have guards: `when = \"…\"`")
}

/// A branch that has no arms.
pub(crate) fn no_arms(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a branch without arms").label("no way leads on from here")
}

/// An arm in which nothing is.
pub(crate) fn empty_arm(span: Span, form: Form) -> Diagnostic {
    let found = Diagnostic::error(&RULE, span, "an arm without a step");
    match form {
        Form::Toml => found.label("it does not say what it calls").help(
            "name the step, `call = \"run_tool\"`; a constant is `value = \"Reply::Denied\"`",
        ),
        Form::Rust => found.label(format!("expected {FORM}")),
    }
}

/// An arm in TOML that says nothing of when it is taken, or twice.
pub(crate) fn untold(span: Span, matched: bool, last: bool) -> Diagnostic {
    let found = Diagnostic::error(&RULE, span, "when is this arm taken?");
    match (matched, last) {
        (true, _) => found
            .label("it has no `pattern`")
            .help("say which values it is for: `pattern = \"Kind::Tool\"`, or `pattern = \"_\"`"),
        (false, false) => found
            .label("it has no `if`")
            .help("say when: `if = \"order.total > 1000\"`; only the last arm does without"),
        (false, true) => found
            .label("the last arm has an `if` too")
            .help("one more arm, without `if`, is taken when none of these is"),
    }
}

/// An attribute of a step above a branch.
pub(crate) fn attribute(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this is said of a step, and below is a branch")
        .label("a branch calls nothing itself")
        .help("put it above the arm that it is about: `#[step(timeout = \"5s\")] Kind::Tool => run_tool(&message),`")
}

/// An attribute behind the `=>` of an arm.
pub(crate) fn inner_attribute(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        span,
        "what is said of an arm's step stands above the arm",
    )
    .label("not behind its `=>`")
    .help(format!("put it before the pattern: `{text} PATTERN => …`"))
}

/// A part of a `match` that is no arm.
pub(crate) fn no_arrow(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "an arm without `=>`")
        .label("expected `pattern => step(&value)`")
}

/// A semicolon behind the value of an arm.
pub(crate) fn semicolon(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "an arm ends with its value")
        .label("with this, it gives nothing")
        .edit("take it out", span, String::new())
}
