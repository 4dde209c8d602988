//! The two forms of one pipeline generate the same.

use pipewright_build::{File, Output, compile_files};

/// The generated code without what tells where it was described.
fn without_places(code: &str) -> String {
    let is_place = |line: &&str| {
        let text = line.trim_start();
        text.starts_with("// ") || text.starts_with("/// Described ")
    };
    let kept = code.lines().filter(|line| !is_place(line));
    let kept = kept.map(|line| line.split(" // pipelines/").next().unwrap_or(line));
    kept.collect::<Vec<_>>().join("\n")
}

/// Compiles the text beside a pipeline that it may run.
fn compiled(path: &str, text: &str) -> Output {
    let invoice = r#"
        input = ["order: u64", "page: u32"]
        output = "bill"
        metadata = { user = "String", channel = 'String = "web".into()' }
        executor = "printer"
        [steps.write]
        input = ["order", "page"]
        output = "bill: u64"
    "#;
    let invoice = File::new("pipelines/billing/invoice.toml", invoice);
    let invoice = invoice.in_folders(vec!["billing".to_owned()]);
    let mut compiled = compile_files(&[File::new(path, text), invoice]);
    assert!(
        !compiled.diagnostics.has_errors(),
        "{}",
        compiled.diagnostics
    );
    compiled.pipelines.swap_remove(0)
}

#[track_caller]
fn alike(name: &str, toml: &str, rust: &str) {
    let toml = compiled(&format!("pipelines/{name}.toml"), toml);
    let rust = compiled(&format!("pipelines/of_rust/{name}.rs"), rust);
    assert_eq!((&toml.name, &toml.graph), (&rust.name, &rust.graph));
    let (toml, rust) = (without_places(&toml.code), without_places(&rust.code));
    for (toml, rust) in toml.lines().zip(rust.lines()) {
        assert_eq!(toml, rust);
    }
    assert_eq!(toml.len(), rust.len());
}

#[test]
fn small() {
    alike(
        "order_processing",
        include_str!("good/order_processing.toml"),
        include_str!("good/order_processing.rs"),
    );
}

#[test]
fn rich() {
    alike(
        "rich",
        include_str!("good/rich.toml"),
        include_str!("good/rich.rs"),
    );
}

#[test]
fn flows() {
    alike(
        "checkout",
        r#"
        doc = "Takes orders."
        kind = "flow"
        use = ["crate::shop::{Order, OrderId, Receipt, ShopError}"]
        error = "ShopError"
        requires = ["crate::storage::Storage"]
        deadline = "1m"

        [steps.receive_order]
        doc = "Begins here."
        entry = true
        input = ["order_id: OrderId", "call: Vec<u8>"]
        output = "Receipt"
        calls = ["validate", "notify"]

        [steps.validate]
        input = ["order: &Order", "call: &[u8]", "make: u32"]
        output = "Option<Order>"
        blocking = true
        calls = ["validate"]

        [steps.notify]
        infallible = true
        "#,
        r#"
        use crate::shop::{Order, OrderId, Receipt, ShopError};

        /// Takes orders.
        #[flow(error = ShopError, requires = crate::storage::Storage, deadline = "1m")]
        trait checkout {
            #[step(infallible)]
            fn notify();

            #[step(blocking)]
            #[calls(validate)]
            fn validate(order: &Order, call: &[u8], make: u32) -> Option<Order>;

            /// Begins here.
            #[entry]
            #[calls(validate, notify)]
            fn receive_order(order_id: OrderId, call: Vec<u8>) -> Receipt;
        }
        "#,
    );
}

#[test]
fn workflows() {
    alike(
        "batch",
        r#"
        kind = "workflow"
        use = ["crate::batch::{Batch, Item, Totals}"]
        start = "load"
        state = "Totals"
        concurrency = 4
        max_steps = 10_000
        executor = "pool"

        [const]
        MOST = "usize = 3"

        [steps.load]
        input = ["batch: Batch"]
        output = "Vec<Item>"
        if = "output.len() > MOST && state.open"
        yes = "split"
        no = "count"

        [steps.split]
        input = ["items: Vec<Item>"]
        output = "u64"
        next = "count_up"
        retry = { attempts = 3, when = "error.is_transient()" }
        timeout = "2s"

        [steps.count_up]
        input = ["number: u64"]
        blocking = true
        next = ["load", "count_up"]
        executor = "Spawn"

        [steps.count]
        input = ["items: Vec<Item>"]
        infallible = true
        "#,
        r#"
        use crate::batch::{Batch, Item, Totals};

        const MOST: usize = 3;

        #[workflow(start = load, state = Totals, concurrency = 4, max_steps = 10_000, executor = pool)]
        trait batch {
            #[step(infallible)]
            fn count(items: Vec<Item>);

            #[step(blocking, executor = Spawn)]
            #[next(load, count_up)]
            fn count_up(number: u64);

            #[next(if = output.len() > MOST && state.open, yes = split, no = count)]
            fn load(batch: Batch) -> Vec<Item>;

            #[step(retry(attempts = 3, when = error.is_transient()), timeout = "2s")]
            #[next = count_up]
            fn split(items: Vec<Item>) -> u64;
        }
        "#,
    );
}

#[test]
fn every_key() {
    alike(
        "every",
        r#"
        doc = "Says everything.\n\nIn two paragraphs."
        use = ["std::collections::HashMap", "crate::shop::*"]
        error = "crate::Failed<u8, u16>"
        requires = ["crate::storage::Storage", "Audit<u8, u16>"]
        executor = "Spawn"
        fail_fast = true
        input = ["table: HashMap<String, Vec<u8>>", "f: fn(u32) -> u32"]
        output = "output"
        deadline = "1m 30s"

        [const]
        NAMES = '&[&str] = &["a", "b"]'
        LEAST = "i32 = -5"

        [metadata]
        user = "String"
        tags = "HashMap<String, u8> = HashMap::<String, u8>::new()"

        [steps.migrate]
        doc = "First of all."
        call = "crate::migrate"
        blocking = true
        retry = { attempts = 5, delay = "10ms", factor = 1.5, max_delay = "1s", jitter = 0.25, after = "error.retry_after()" }

        [steps.load]
        input = ["table.clone()", "LEAST", "-1.5f64", "NAMES"]
        output = "rows: Vec<Row>"
        infallible = true
        timeout = "2s"
        deadline = "1h"
        after = ["migrate"]

        [steps.load_again]
        call = "load"
        input = ["table.clone()", "LEAST", "-1.5f64", "NAMES"]
        output = "more: Vec<Row>"
        infallible = true
        after = ["migrate", "load"]
        on_missing = "fail"

        [steps.notify]
        input = ["&rows", "more.maybe()", "rows.outcome()"]
        optional = true
        executor = "gpu"
        when = "rows.iter().any(|row| row.id < 3 || row.big)"

        [steps.finish]
        call = "crate::finish::<u8, u16>"
        input = ["&table", "'x'", "true", "f"]
        output = "output: Option<Vec<Row>>"
        skippable = true
        "#,
        r#"
        use std::collections::HashMap;
        use crate::shop::*;

        /// What is asked for.
        const NAMES: &[&str] = &["a", "b"];
        const LEAST: i32 = -5;

        /// Says everything.
        ///
        /// In two paragraphs.
        #[pipeline(
            error = crate::Failed<u8, u16>,
            requires = [crate::storage::Storage, Audit<u8, u16>],
            executor = Spawn,
            fail_fast,
            deadline = "1m 30s",
            metadata(user: String, tags: HashMap<String, u8> = HashMap::<String, u8>::new()),
        )]
        fn every(table: HashMap<String, Vec<u8>>, f: fn(u32) -> u32) -> Option<Vec<Row>> {
            /// First of all.
            #[step(blocking, retry(
                attempts = 5, delay = "10ms", factor = 1.5, max_delay = "1s", jitter = 0.25,
                after = error.retry_after(),
            ))]
            crate::migrate();
            #[step(infallible, timeout = "2s", deadline = "1h", after = migrate)]
            let rows: Vec<Row> = load(table.clone(), LEAST, -1.5f64, NAMES);
            #[step(name = "load_again", infallible, after = [migrate, load], on_missing = "fail")]
            let more: Vec<Row> = load(table.clone(), LEAST, -1.5f64, NAMES);
            #[step(
                optional,
                executor = gpu,
                when = rows.iter().any(|row| row.id < 3 || row.big)
            )]
            notify(&rows, more.maybe(), rows.outcome());
            #[step(skippable)]
            crate::finish::<u8, u16>(&table, 'x', true, f)
        }
        "#,
    );
}

#[test]
fn other_pipelines() {
    alike(
        "month_end",
        r#"
        input = ["order: u64"]
        output = "bill"
        metadata = { user = "String" }

        [steps.bill]
        pipeline = "billing::invoice"
        input = ["order", "7"]
        output = "bill: u64"
        optional = true

        [steps.bill_again]
        pipeline = "billing::invoice"
        input = ["bill", "8u32"]
        when = "order > 7"
        executor = "gpu"
        retry = { attempts = 2 }
        "#,
        r#"
        #[pipeline(metadata(user: String))]
        fn month_end(order: u64) -> u64 {
            #[step(name = "bill", optional)]
            let bill: u64 = pipeline::billing::invoice(order, 7);
            #[step(name = "bill_again", when = order > 7, executor = gpu, retry(attempts = 2))]
            pipeline::billing::invoice(bill, 8u32);
            bill
        }
        "#,
    );
}

#[test]
fn families() {
    alike(
        "families",
        r#"
        input = ["n: u32"]
        output = "told"

        [steps.report]
        for_each = { region = ["eu", "North America"], "page: u8" = [1, 2] }
        call = "write"
        input = ["region", "page", "n"]
        output = "report: String"
        when = "page < 2 || n > 3"
        retry = { attempts = 2, when = "error.to_string().contains(region)" }

        [steps.check]
        for_each = { region = ["eu", "North America"] }
        input = ["region", "report[region][1].maybe()"]

        [steps.tell]
        input = ["report.clone()", "&report_north_america_2"]
        output = "told: String"
        after = ["check"]
        when = "report.iter().all(|report| !report.is_empty())"
        "#,
        r#"
        #[pipeline]
        fn families(n: u32) -> String {
            #[step(
                name = "report",
                for_each(region = ["eu", "North America"], page: u8 = [1, 2]),
                when = page < 2 || n > 3,
                retry(attempts = 2, when = error.to_string().contains(region))
            )]
            let report: String = write(region, page, n);
            #[step(for_each(region = ["eu", "North America"]))]
            check(region, report[region][1].maybe());
            #[step(after = check, when = report.iter().all(|report| !report.is_empty()))]
            let told: String = tell(report.clone(), &report_north_america_2);
            told
        }
        "#,
    );
}

#[test]
fn families_over_constants() {
    alike(
        "families",
        r#"
        output = "sum"

        [const]
        EU = "crate::Region = crate::Region::Eu"
        US = "crate::Region = crate::Region::Us"

        [steps.fetch]
        for_each = { "region: crate::Region" = ["EU", "US"] }
        input = ["region"]
        output = "count: u32"
        when = "region.is_open()"

        [steps.sum]
        input = ["count"]
        output = "sum: u32"
        "#,
        r#"
        const EU: crate::Region = crate::Region::Eu;
        const US: crate::Region = crate::Region::Us;

        #[pipeline]
        fn families() -> u32 {
            #[step(for_each(region = [EU, US]), when = region.is_open())]
            let count: u32 = fetch(region);
            let sum: u32 = sum(count);
            sum
        }
        "#,
    );
}

#[test]
fn entries() {
    alike(
        "entries",
        r#"
        input = ["page: u32"]
        output = "told"

        [steps.validate]
        input = ["change", "page"]
        output = "told: String"

        [steps.count]
        when = "request > 3"

        [entries.api_request]
        doc = "What comes from outside."
        input = ["request: u64", "path: String"]
        output = "change: Vec<u8>"
        blocking = true

        [entries.admin_action]
        input = ["action: &String"]
        output = "change: Vec<u8>"
        retry = { attempts = 3 }
        "#,
        r#"
        #[pipeline]
        #[entry(
            change = api_request(request: u64, path: String),
            doc = "What comes from outside.",
            blocking
        )]
        #[entry(change = admin_action(action: &String), retry(attempts = 3))]
        fn entries(change: Vec<u8>, page: u32) -> String {
            #[step(when = request > 3)]
            count();
            let told: String = validate(change, page);
            told
        }
        "#,
    );
}

#[test]
fn other_pipelines_in_arms() {
    alike(
        "arms",
        r#"
        input = ["order: u64"]
        output = "bill"
        metadata = { user = "String" }

        [steps.bill]
        output = "bill: u64"

        [[steps.bill.arms]]
        if = "order > 7"
        pipeline = "billing::invoice"
        input = ["order", "7"]
        timeout = "5s"

        [[steps.bill.arms]]
        call = "estimate"
        input = ["order"]
        "#,
        r#"
        #[pipeline(metadata(user: String))]
        fn arms(order: u64) -> u64 {
            let bill: u64 = if order > 7 {
                #[step(timeout = "5s")]
                pipeline::billing::invoice(order, 7)
            } else {
                estimate(order)
            };
            bill
        }
        "#,
    );
}

#[test]
fn elements() {
    alike(
        "elements",
        r#"
        use = ["crate::{Fault, Money, Part, User}", "pipewright::Collected"]
        error = "Fault"
        input = ["ids: Vec<u32>", "parts: Vec<Part>", "zero: Money", "settings: String"]
        output = "total"

        [steps.enrich]
        doc = "Each on its own."
        map = "id: &u32 in ids"
        input = ["id", "&settings"]
        output = "users: Collected<User, Fault>"
        blocking = true
        concurrency = 4
        on_error = "collect"
        when = "id > 3 && !settings.is_empty()"
        retry = { attempts = 3, when = "error.is_temporary()" }
        timeout = "2s"
        deadline = "1m"
        executor = "pool"

        [steps.greet]
        map = "user: User in users.oks()"
        input = ["user", "zero.clone()", "true"]
        on_error = "skip"

        [steps.store]
        call = "crate::store"
        map = "part: Part in parts.clone()"
        input = ["self", "cx", "&part.name", "part.clone()"]
        when = "is_new(&part, &settings)"
        skippable = true
        output = "_stored: Vec<u8>"

        [steps.dearer]
        reduce = "a: Part, b: Part in parts.clone()"
        input = ["a", "&b"]
        output = "_dearest: Part"
        infallible = true

        [steps.add]
        fold = "total: Money = zero, part: &Part in parts"
        input = ["total", "part"]
        output = "total: Money"
        timeout = "1s"
        "#,
        r#"
        use crate::{Fault, Money, Part, User};
        use pipewright::Collected;

        #[pipeline(error = Fault)]
        fn elements(ids: Vec<u32>, parts: Vec<Part>, zero: Money, settings: String) -> Money {
            /// Each on its own.
            #[step(
                blocking,
                concurrency = 4,
                on_error = "collect",
                when = id > 3 && !settings.is_empty(),
                retry(attempts = 3, when = error.is_temporary()),
                timeout = "2s",
                deadline = "1m",
                executor = pool
            )]
            let users: Collected<User, Fault> = ids.map(|id: &u32| enrich(id, &settings));
            #[step(on_error = "skip")]
            users.oks().map(|user: User| greet(user, zero.clone(), true));
            #[step(when = is_new(&part, &settings), skippable)]
            let _stored: Vec<u8> = parts
                .clone()
                .map(|part: Part| crate::store(self, cx, &part.name, part.clone()));
            #[step(infallible, name = "dearer")]
            let _dearest: Part = parts.clone().reduce(|a: Part, b: Part| { dearer(a, &b) });
            #[step(timeout = "1s")]
            let total: Money = parts.fold(zero, |total: Money, part: &Part| add(total, part));
            total
        }
        "#,
    );
}

#[test]
fn blocks() {
    alike(
        "enriched",
        r#"
        use = ["crate::{Fault, Kind, Order, Part, Raw}"]
        error = "Fault"
        input = ["orders: Vec<Order>", "rate: u32", "label: String"]
        output = "paid"
        limits = { shop = { permits = 2 } }

        [steps.load]
        output = "settings: String"

        [steps.paid]
        doc = "Each on its own."
        map = "order: &Order in orders"
        when = "order.id > 3"
        concurrency = 4
        on_error = "skip"
        timeout = "5s"
        output = "paid: Vec<Option<u32>>"

        [steps.paid.each]
        output = "sum.maybe()"

        [steps.paid.each.fetch]
        input = ["order", "&settings"]
        output = "raw: Raw"
        limit = "shop"
        retry = { attempts = 3, delay = "1s", when = "error.is_temporary()" }

        [steps.paid.each.price]
        match = "&order.kind"
        output = "price: u32"

        [[steps.paid.each.price.arms]]
        pattern = "Kind::Free"
        value = "0"

        [[steps.paid.each.price.arms]]
        pattern = "Kind::Priced(price)"
        call = "weigh"
        input = ["price as &u32", "rate"]

        [steps.paid.each.parts]
        map = "part: &Part in raw"
        output = "parts: Vec<String>"

        [steps.paid.each.parts.each]
        output = "text"

        [steps.paid.each.parts.each.tell]
        input = ["part", "&label", "order", "price"]
        output = "text: String"

        [steps.paid.each.parts.each.note]
        after = ["tell"]
        input = ["&text"]
        executor = "pool"

        [steps.paid.each.store]
        call = "crate::store"
        input = ["self", "cx", "&order.id", "parts"]
        when = "label.len() > 2 && is_large(price)"
        output = "sum: u32"
        "#,
        r#"
        use crate::{Fault, Kind, Order, Part, Raw};

        #[limits(shop(permits = 2))]
        #[pipeline(error = Fault)]
        fn enriched(orders: Vec<Order>, rate: u32, label: String) -> Vec<Option<u32>> {
            let settings: String = load();
            /// Each on its own.
            #[step(when = order.id > 3, concurrency = 4, on_error = "skip", timeout = "5s")]
            let paid: Vec<Option<u32>> = orders.map(|order: &Order| {
                #[step(
                    limit = shop,
                    retry(attempts = 3, delay = "1s", when = error.is_temporary())
                )]
                let raw: Raw = fetch(order, &settings);
                let price: u32 = match &order.kind {
                    Kind::Free => 0,
                    Kind::Priced(price) => weigh(price as &u32, rate),
                };
                let parts: Vec<String> = raw.map(|part: &Part| {
                    let text: String = tell(part, &label, order, price);
                    #[step(after = tell, executor = pool)]
                    note(&text);
                    text
                });
                #[step(when = label.len() > 2 && is_large(price))]
                let sum: u32 = crate::store(self, cx, &order.id, parts);
                sum.maybe()
            });
            paid
        }
        "#,
    );
}
