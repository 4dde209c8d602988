//! What the plan says about small pipelines.

use std::fmt::Write;

use crate::plan::{Arg, Plan};
use crate::source::{File, Files};

/// Lowers a description that has no mistakes.
pub(crate) fn lower(text: &str) -> Plan {
    let (mut files, mut findings) = (Files::default(), crate::diagnostic::Findings::default());
    let file = File::new("pipelines/test.toml", text);
    let id = files.add(file.path(), text);
    let mut read = crate::front::read(&file, id, text, &mut findings);
    let tree = read.pipelines.pop().expect("readable");
    let all = crate::pipelines::Pipelines::default();
    let wiring = crate::wiring::Wiring::new(&tree, &all);
    crate::check::resolve(&wiring, &mut findings);
    crate::check::validate(&wiring, &mut findings);
    let plan = findings
        .gate(&tree.places)
        .map(|()| super::plan(&wiring, &files));
    plan.unwrap_or_else(|| panic!("{}", crate::diagnostic::Diagnostics::new(files, findings)))
}

/// One line for each step: its arguments, its parents, and whether its failure is dealt with.
fn outline(plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let args: Vec<String> = step.args.iter().map(|arg| argument(plan, arg)).collect();
        write!(text, "{}({})", step.name, args.join(", ")).unwrap();
        for parent in &step.parents {
            write!(
                text,
                " {}:{:?}",
                plan.steps[parent.step.0].name, parent.need
            )
            .unwrap();
        }
        writeln!(text, "{}", if step.handled { " handled" } else { "" }).unwrap();
    }
    for value in plan.values.iter().filter(|value| value.moved) {
        writeln!(text, "moved: {}", value.name).unwrap();
    }
    text
}

fn argument(plan: &Plan, arg: &Arg) -> String {
    let named =
        |how: &str, value: &crate::plan::ValueId| format!("{how} {}", plan.values[value.0].name);
    match arg {
        Arg::Move(value) => named("move", value),
        Arg::Copy(value) => named("copy", value),
        Arg::Borrow(value) => named("borrow", value),
        Arg::Clone(value) => named("clone", value),
        Arg::Maybe(value) => named("maybe", value),
        Arg::Ok(value) => named("ok", value),
        Arg::Outcome(value) => named("outcome", value),
        Arg::Field(value, _) => named("field of", value),
        Arg::Array(args) => {
            let args: Vec<String> = args.iter().map(|arg| argument(plan, arg)).collect();
            format!("[{}]", args.join(", "))
        }
        Arg::Constant(name) => format!("const {name}"),
        Arg::Literal(lit) => quote::quote!(#lit).to_string(),
        Arg::Context => "cx".to_owned(),
        Arg::Steps => "self".to_owned(),
        Arg::Bound(name, _) => format!("bound {name}"),
    }
}

fn signatures(plan: &Plan) -> String {
    let method = |method: &crate::plan::Method| {
        let names: Vec<String> = method
            .params
            .iter()
            .map(|param| param.name.to_string())
            .collect();
        format!("{}({})\n", method.name, names.join(", "))
    };
    plan.methods.iter().map(method).collect()
}

#[test]
fn the_order_of_the_design() {
    let plan = lower(include_str!("../../tests/good/order_processing.toml"));
    insta::assert_snapshot!(outline(&plan), @r#"
    validate(borrow order_id)
    charge(borrow order) validate:Value
    ship(borrow order) validate:Value
    confirm(move payment, maybe shipment) charge:Value ship:Maybe
    moved: payment
    moved: receipt
    "#);
    insta::assert_snapshot!(signatures(&plan), @r#"
    validate(order_id)
    charge(order)
    ship(order)
    confirm(payment, shipment)
    "#);
    let retry = plan.steps[0].retry.as_ref().unwrap();
    assert_eq!(
        (retry.attempts, retry.factor, retry.delay.as_millis()),
        (3, 2.0, 100)
    );
}

#[test]
fn a_mover_waits_for_all_other_readers() {
    let plan = lower(
        r#"
        input = ["order: Order", "size: u32"]
        output = "last"
        [steps.take]
        input = ["order", "size"]
        output = "last: Last"
        [steps.look]
        input = ["&order", "size"]
        [steps.copy]
        input = ["order.clone()"]
        [steps.guarded]
        when = "order.paid && size > 3"
        "#,
    );
    insta::assert_snapshot!(outline(&plan), @r#"
    copy(clone order)
    guarded()
    look(borrow order, copy size)
    take(move order, copy size) copy:Order guarded:Order look:Order
    moved: order
    moved: last
    "#);
}

#[test]
fn handled_errors() {
    let plan = lower(
        r#"
        output = "d.ok()"
        [steps.a]
        output = "a: A"
        [steps.b]
        output = "b: B"
        [steps.c]
        output = "c: C"
        [steps.d]
        input = ["a.ok()", "b.outcome()", "c.maybe()"]
        output = "d: D"
        [steps.e]
        optional = true
        input = ["b.ok()"]
        when = "a.outcome().is_ok()"
        after = ["c"]
        "#,
    );
    insta::assert_snapshot!(outline(&plan), @r#"
    a() handled
    b() handled
    c()
    d(ok a, outcome b, maybe c) a:Ok b:Outcome c:Maybe handled
    e(ok b) a:Outcome b:Ok c:After handled
    moved: d
    "#);
}

#[test]
fn parameters_are_named_after_what_is_wired() {
    let plan = lower(
        r#"
        input = ["order: Order"]
        [const]
        PAGE = "u32 = 100"
        NAME = '&str = "x"'
        [steps.a]
        input = ["&order", '"eu"', "10u8", "PAGE", "order.clone()", "NAME", "-1.5f64", "true"]
        [steps.b]
        when = "is_large(&order, 3u32)"
        call = "crate::b"
        input = ["self", "cx", "&order.id", "5"]
        "#,
    );
    insta::assert_snapshot!(signatures(&plan), @r#"
    a(order, arg1, arg2, page, order_2, name, arg3, arg4)
    is_large(order, arg1)
    "#);
    insta::assert_snapshot!(outline(&plan), @r#"
    a(borrow order, "eu", 10u8, const PAGE, clone order, const NAME, - 1.5f64, true)
    b(self, cx, field of order, 5)
    "#);
}

#[test]
fn guards_find_their_readings() {
    let reads = |guard: &str| {
        let text = format!(
            "input = [\"order: Order\", \"total: u32\"]\n[const]\nLIMIT = \"u32 = 3\"\n\
             [steps.x]\noutput = \"x: X\"\n[steps.a]\nwhen = '''{guard}'''"
        );
        let plan = lower(&text);
        let guard = plan
            .steps
            .iter()
            .find_map(|step| step.guard.as_ref())
            .unwrap();
        let crate::plan::GuardKind::Expression(expr, reads) = &guard.kind else {
            panic!()
        };
        let reads: Vec<_> = reads
            .iter()
            .map(|read| format!("{}={:?}", read.variable, read.how))
            .collect();
        format!("{} | {}", reads.join(" "), quote::quote!(#expr))
    };
    insta::assert_snapshot!(reads("order.total > total"), @"order=Plain total=Plain | order . total > total");
    insta::assert_snapshot!(reads("matches!(order.kind, Kind::A { total } if total > LIMIT)"), @"order=Plain | matches ! (order . kind , Kind :: A { total } if total > LIMIT)");
    insta::assert_snapshot!(reads("matches!(x.outcome(), Outcome::Ok(order) if order.big)"), @"x_outcome=Outcome | matches ! (x_outcome , Outcome :: Ok (order) if order . big)");
    insta::assert_snapshot!(reads("x.maybe().is_some_and(|total| *total > 1) || x.maybe().is_none()"), @"x_maybe=Maybe | x_maybe . is_some_and (| total | * total > 1) || x_maybe . is_none ()");
    insta::assert_snapshot!(reads("if let Some(total) = x.ok() { total > 1 } else { total > 2 }"), @"x_ok=Ok total=Plain | if let Some (total) = x_ok { total > 1 } else { total > 2 }");
    insta::assert_snapshot!(reads("{ let order = order.lines(); order.len() > 0 }"), @"order=Plain | { let order = order . lines () ; order . len () > 0 }");
    insta::assert_snapshot!(reads("format!(\"{order} {total:?} {{x}}\", total = total).is_empty()"), @r#"order=Plain total=Plain | format ! ("{order} {total:?} {{x}}" , total = total) . is_empty ()"#);
    insta::assert_snapshot!(reads("vec![order.id; 3].contains(&total)"), @"order=Plain total=Plain | vec ! [order . id ; 3] . contains (& total)");
    insta::assert_snapshot!(reads("Point { total, x: 3 } == order.total(order.x)"), @"total=Plain order=Plain | Point { total , x : 3 } == order . total (order . x)");
    insta::assert_snapshot!(reads("matches!(x.clone().outcome(), 3)"), @"x=Plain | matches ! (x . clone () . outcome () , 3)");
}
