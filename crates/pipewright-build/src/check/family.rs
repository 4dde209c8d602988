use syn::Ident;

use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::families::Family;
use crate::form::Form;
use crate::span::{Span, Spanned};
use crate::text::of_type;
use crate::tree::{Constant, Name, Pipeline, Repeated, Step};

pub(crate) static RULE: Rule = Rule {
    code: "PW0044",
    title: "a family of steps that cannot be made, or is read in a way that it cannot be",
    docs: "A step with `for_each` is a family: one step for each of its values, and called after it. `report` over \
        `region = [\"eu\", \"us\"]` is `report_eu` and `report_us`, and so are their values; over several \
        variables there is a step for each combination. In the step, `region` is a constant. Others read \
        `report_eu`, or by `report` an array of all; another family over `region` reads the one that belongs to \
        it by `report[region]`. Values are texts, whole numbers with a type, `bool` and `char`, or constants of the \
        description, `region = [EU, US]`, in TOML with their type, `\"region: Region\" = [\"EU\", \"US\"]`; in names, \
        letters are small, and all that is no letter or digit is `_`.",
    check: Check::Reading,
};

fn error(span: Span, title: String) -> Diagnostic {
    Diagnostic::error(&RULE, span, title)
}

/// A family that is to give the one value of an arm.
pub(crate) fn arm(step: &Step) -> Diagnostic {
    let title = format!(
        "the family `{}` cannot give the value of an arm",
        step.name.value
    );
    error(step.name.span, title)
        .label("an arm has one value, and a family has many")
        .help("make the arm a block: the family, and a step after it that reads all of its values")
}

/// A variable without values.
pub(crate) fn no_values(variable: &Name) -> Diagnostic {
    let name = &variable.value;
    error(variable.span, format!("`{name}` has no values"))
        .label("there would be no step")
        .help(format!("give it some: `{name} = [\"eu\", \"us\"]`"))
}

/// `for_each` that says nothing.
pub(crate) fn no_variables(span: Span) -> Diagnostic {
    error(span, "a family needs a variable".to_owned())
        .label("nothing to repeat the step for")
        .help("name one, with its values: `region = [\"eu\", \"us\"]`")
}

/// A variable that is called like something else.
pub(crate) fn taken(variable: &Name, first: Span) -> Diagnostic {
    let name = &variable.value;
    error(
        variable.span,
        format!("`{name}` is the name of something else"),
    )
    .label("a variable of the family needs a name of its own")
    .and(first, format!("`{name}` is declared here"))
    .edit(
        "give it another name",
        variable.span,
        format!("each_{name}"),
    )
}

/// A map over a variable.
pub(crate) fn no_elements(variable: &Name, span: Span) -> Diagnostic {
    let title = format!("`{}` is one value, and has no elements", variable.value);
    error(span, title)
        .label("a variable of the family")
        .help("map a value that has elements, and let the call read the variable")
}

/// A map over all values of a family.
pub(crate) fn of_members(name: &Name, span: Span) -> Diagnostic {
    let title = format!("the values of the family `{}` are not mapped", name.value);
    error(span, title)
        .label("an array of what its steps made")
        .help("make the step a family too, with a member for each of them, or let a step that reads them all give what is to be mapped")
}

/// A value that says nothing in a name.
pub(crate) fn no_name(step: &str, value: &Spanned<Repeated>) -> Diagnostic {
    error(
        value.span,
        format!("a step `{step}` cannot be named after this"),
    )
    .label("no letter, and no digit")
    .help("take a value with letters or digits")
}

/// A value of a kind that cannot be told apart in names.
pub(crate) fn no_value(span: Span) -> Diagnostic {
    error(span, "a step cannot be named after this".to_owned())
        .label("expected text, a whole number, `true`, `false`, a character, or the name of a constant")
        .help("name the cases by text, or by constants of the description")
}

/// A text that is to be the name of a constant.
pub(crate) fn no_name_of_constant(span: Span) -> Diagnostic {
    error(span, "this is not the name of a constant".to_owned())
        .label("the type before it is that of constants, which are named here")
        .help("name constants of the description, or leave the type away: a text is `&'static str`")
}

/// A constant that there is not.
pub(crate) fn no_constant(name: &Ident, span: Span, pipeline: &Pipeline) -> Diagnostic {
    let error = error(span, format!("there is no constant `{name}`"))
        .label("a family is repeated over literals, and over constants of the description");
    let names = pipeline.constants.iter().map(|one| one.name.value.as_str());
    match nearest(&name.to_string(), names) {
        Some(near) => error.edit(format!("did you mean `{near}`?"), span, near),
        None => error.help(match pipeline.form {
            Form::Toml => format!("declare it: `[const] {name} = \"Region = crate::{name}\"`"),
            Form::Rust => format!("declare it: `const {name}: Region = crate::{name};`"),
        }),
    }
}

/// A constant of another type than the variable.
pub(crate) fn other_type(constant: &Constant, ty: &Spanned<String>) -> Diagnostic {
    let (name, own) = (&constant.name.value, of_type(&constant.ty.value));
    error(
        ty.span,
        format!("the constant `{name}` is `{own}`, and not `{}`", ty.value),
    )
    .label("the type of the values")
    .and(constant.ty.span, "the type of the constant")
    .help(format!("write the same type, `{own}`"))
}

/// A number of which nobody knows the type.
pub(crate) fn no_type(value: &str, span: Span, variable: &Name, form: Form) -> Diagnostic {
    let ty = if value.starts_with('-') { "i32" } else { "u32" };
    let typed = format!("{}: {ty}", variable.value);
    error(span, format!("the number `{value}` needs a type"))
        .label("of which type is it?")
        .edit(
            "write the type behind the name, for example",
            variable.span,
            match form {
                Form::Rust => typed,
                Form::Toml => format!("\"{typed}\""),
            },
        )
}

/// A type that the values of a variable do not have.
pub(crate) fn wrong_type(ty: &Spanned<String>) -> Diagnostic {
    error(
        ty.span,
        format!("values of a family cannot have the type `{}`", ty.value),
    )
    .label("expected a type of whole numbers, as `u32`")
    .help("leave it away: a text is `&'static str`, and `bool` and `char` are what they are")
}

/// Two values that are one in names.
pub(crate) fn twice(step: &str, suffix: &str, first: Span, second: Span) -> Diagnostic {
    error(
        second,
        format!("two steps would be called `{step}_{suffix}`"),
    )
    .label("the second one")
    .and(first, "the first one")
    .help(
        "in names, letters are small, and all that is no letter or digit is `_`: take other values",
    )
}

/// Two combinations that are one in names.
pub(crate) fn same_names(step: &Step, suffix: &str) -> Diagnostic {
    let name = &step.name.value;
    error(
        step.name.span,
        format!("two steps would be called `{name}_{suffix}`"),
    )
    .label("by different values of its variables")
    .help("take other values, of which the names do not run into each other")
}

/// `&region`, where `region` is a variable.
pub(crate) fn borrowed(name: &Name, span: Span) -> Diagnostic {
    let name = &name.value;
    error(
        span,
        format!("`{name}` is a variable of the family, and passed by its name"),
    )
    .label("it is a constant in each of the steps")
    .edit("write its name only", span, name.clone())
}

/// Why there is no value that is picked out of a family.
pub(crate) enum Problem<'a> {
    /// There is no family of this name.
    Family,
    /// It is picked by a variable that the step does not have.
    Variable(String),
    /// The family has no such step.
    Member(&'a Family, Vec<String>),
}

/// `x[region]`
pub(crate) fn no_member(name: &Name, span: Span, problem: Problem<'_>) -> Diagnostic {
    let name = &name.value;
    match problem {
        Problem::Family => error(span, format!("`{name}` is no family of steps"))
            .label("only a value of a family is picked out so")
            .help(format!("read `{name}` as a whole, and let the step pick")),
        Problem::Variable(variable) => {
            error(span, format!("`{variable}` is no variable of this step"))
                .label(format!("which `{name}` is meant?"))
                .help(format!(
                    "repeat this step too, with `{variable}` in its `for_each`, or name the value: `{name}[\"…\"]`"
                ))
        }
        Problem::Member(family, texts) => {
            // the title is the same for all steps of a family that read it so
            let title = format!("no step of the family `{}` gives this `{name}`", family.name);
            let members = family.members.iter();
            let members: Vec<_> = members
                .map(|member| format!("`{name}_{}`", member.suffix))
                .collect();
            error(span, title)
                .label(format!(
                    "there is none for {}; it is told apart by `{}`",
                    texts.join(", "),
                    family.variables.join("`, `")
                ))
                .help(format!("there are {}", members.join(", ")))
        }
    }
}

/// `&reports.total`
pub(crate) fn field(family: &Family, name: &Name, span: Span) -> Diagnostic {
    let name = &name.value;
    error(
        span,
        format!("`{name}` is all values of the family `{}`", family.name),
    )
    .label("an array has no fields")
    .edit("pass the whole array", span, format!("&{name}"))
}

/// A family as the output.
pub(crate) fn output(family: &Family, span: Span) -> Diagnostic {
    let error = error(
        span,
        format!(
            "the output cannot be all values of the family `{}`",
            family.name
        ),
    )
    .label("the output is one value");
    error.help("let a step read them all, and return what is to be the output")
}

/// A family of maps over blocks of steps.
pub(crate) fn block(step: &Step) -> Diagnostic {
    let name = &step.name.value;
    let title = format!("a block of steps cannot be repeated, and `{name}` is a family");
    let error = Diagnostic::error(&RULE, step.name.span, title);
    let error = error.label("it sends elements through a block of steps");
    error.help("make a pipeline of these steps, and let the family run that for each element")
}
