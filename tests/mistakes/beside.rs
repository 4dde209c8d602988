//! An error of the user's own, in a crate whose pipeline has a mistake: when is it told of?

use crate::krate::Crate;

/// An error, and when rustc tells it.
pub(crate) struct Beside {
    pub(crate) what: &'static str,
    when: When,
}

enum When {
    Instead,
    Together,
    After,
}

impl Beside {
    pub(crate) fn told(&self) -> &'static str {
        match self.when {
            When::Instead => "alone; the report once this is mended",
            When::Together => "together with the report",
            When::After => "once the report is mended",
        }
    }
}

/// What is wrong, the file, what stands there, and what is put there.
type Fault = (&'static str, &'static str, &'static str, &'static str);

const FAULTS: [Fault; 9] = [
    (
        "a bracket too few, in another file",
        "src/orders.rs",
        "pub struct OrderError;",
        "pub struct OrderError {",
    ),
    (
        "an import that is not there",
        "src/orders.rs",
        "#[derive(Debug)]\npub struct OrderError;",
        "use std::collections::Hashmap;\n#[derive(Debug)]\npub struct OrderError;",
    ),
    (
        "a name that is not there, in a function",
        "src/orders.rs",
        "f.write_str(\"no such order\")",
        "f.write_str(text)",
    ),
    (
        "a macro that is not there",
        "src/orders.rs",
        "f.write_str(\"no such order\")",
        "f.write_str(fromat!(\"no such order\"))",
    ),
    (
        "a wrong type, in a function that has nothing to do with the pipeline",
        "src/orders.rs",
        "f.write_str(\"no such order\")",
        "f.write_str(7)",
    ),
    (
        "a borrow of what was moved",
        "src/orders.rs",
        "f.write_str(\"no such order\")",
        "let text = String::new();\n        drop(text);\n        f.write_str(&text)",
    ),
    (
        "a trait that is not implemented",
        "src/orders.rs",
        "#[derive(Debug)]\npub struct Receipt",
        "#[derive(Debug, Default)]\npub struct Receipt",
    ),
    (
        "a wrong type in the body of a step of the broken pipeline",
        "src/shop.rs",
        "Ok(Charge { amount: order.total })",
        "Ok(Charge { amount: \"much\" })",
    ),
    (
        "a step of the broken pipeline that is not implemented",
        "src/shop.rs",
        "async fn charge(&self, _cx: &Context, order: &Order)",
        "async fn chrge(&self, _cx: &Context, order: &Order)",
    ),
];

/// Makes each of the errors beside a mistake in the pipeline, and mends that.
pub(crate) fn all() -> Vec<Beside> {
    let shop = Crate::shop();
    let mut all: Vec<_> = FAULTS.iter().map(|fault| made(&shop, fault)).collect();
    drop(shop);
    let of_another = (
        "a wrong parameter in a step of another pipeline, which has no mistake",
        "src/shop.rs",
        "shelf: u64)",
        "shelf: u32)",
    );
    all.push(made(&Crate::library(), &of_another));
    all
}

fn made(shop: &Crate, &(what, file, from, to): &Fault) -> Beside {
    shop.restore();
    shop.edit(file, from, to);
    shop.edit(
        "pipelines/order_processing.toml",
        "[\"&order\"]",
        "[\"&ordr\"]",
    );
    let checked = shop.check();
    let is_reported = checked.shown().contains("error[PW0008]");
    let when = match (is_reported, checked.count("error")) {
        (false, 1..) => When::Instead,
        (true, 2..) => When::Together,
        (true, _) => When::After,
        (false, 0) => panic!("{what}: nothing is told"),
    };
    shop.edit(
        "pipelines/order_processing.toml",
        "[\"&ordr\"]",
        "[\"&order\"]",
    );
    let mended = shop.check();
    assert!(mended.count("error") > 0, "{what}:\n{mended}");
    Beside { what, when }
}
