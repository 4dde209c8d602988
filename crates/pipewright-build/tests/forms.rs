//! The two forms of one pipeline generate the same.

use pipewright_build::{Output, compile_str};

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

fn compiled(path: &str, text: &str) -> Output {
    match compile_str(path, text) {
        Ok(output) => output,
        Err(diagnostics) => panic!("{diagnostics}"),
    }
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
