use std::fs;

use insta::assert_snapshot;
use pipewright_build::{Folder, compile_files};

use crate::{command, fixture, run, stdout, told, unread};

#[test]
fn with_a_new_type() {
    assert_snapshot!(stdout("insurer", &["stub", "settle"]), @"
    use crate::claims::{Claim, Fault, Payment, Policy, Verdict};
    use claims::settle::Context;
    use pipewright::Outcome;
    use std::time::Duration;

    /// What the steps need: clients, pools, settings.
    struct SettleSteps;

    // `SettleSteps` has to implement `crate::claims::Archive` as well
    impl claims::settle::Steps for SettleSteps {
        /// Looks the policy up; whoever has none is not insured.
        async fn find_policy(&self, cx: &Context, claim: &Claim) -> Result<Option<Policy>, Fault> {
            todo!()
        }

        /// Looks at the photos, which takes a while.
        fn read_photos(&self, cx: &Context, claim: &Claim, patience: Duration) -> Result<u64, Fault> {
            todo!()
        }

        fn is_doubtful(&self, claim: &Claim, damage: u64) -> bool {
            todo!()
        }

        async fn ask_expert(
            &self,
            cx: &Context,
            claim: &Claim,
            damage: u64,
            policy: &Outcome<Policy, Fault>,
        ) -> Result<Verdict, Fault> {
            todo!()
        }

        /// Pays what is due.
        async fn pay(
            &self,
            cx: &Context,
            claim: Claim,
            policy: Policy,
            verdict: Option<&Verdict>,
            currency: &'static str,
            arg1: u8,
        ) -> Result<Payment, Fault> {
            todo!()
        }

        async fn thank(&self, cx: &Context) {
            todo!()
        }
    }
    ");
}

#[test]
fn for_a_type_that_is_there() {
    assert_snapshot!(stdout("shop", &["stub", "billing/refund", "--for", "Shop"]), @"
    use crate::billing::{Charge, Refund};
    use billing::refund::Context;
    use pipewright::BoxError;

    impl billing::refund::Steps for Shop {
        async fn pay_back(&self, cx: &Context, charge: &Charge) -> Result<Refund, BoxError> {
            todo!()
        }
    }
    ");
    let by_file = ["stub", "pipelines/billing/refund.toml", "--for=Shop"];
    let by_name = stdout("shop", &["stub", "billing::refund", "--for", "Shop"]);
    assert_eq!(stdout("shop", &by_file), by_name);
}

#[test]
fn it_is_what_is_committed_for_the_gallery() {
    let gallery = fixture("../../../..");
    let folder = Folder::read(&gallery.join("pipelines"), "pipelines").unwrap();
    let output = compile_files(&folder.files).pipelines;
    let output = output.iter().find(|output| output.name == "storm_report");
    let printed = stdout("../../../..", &["stub", "storm_report"]);
    assert_eq!(output.unwrap().stub.text(None), printed);
    let snapshot = gallery.join("snapshots/storm_report/stub.rs");
    assert_eq!(fs::read_to_string(snapshot).unwrap(), printed);
}

#[test]
fn what_is_missing_in_the_crate() {
    assert_snapshot!(run("insurer", &["stub", "settle", "--missing"]), @"
    exit code 0
    --- stdout
        // `Desk` at src/desk.rs:10

        /// Looks at the photos, which takes a while.
        fn read_photos(&self, cx: &Context, claim: &Claim, patience: Duration) -> Result<u64, Fault> {
            todo!()
        }

        async fn ask_expert(
            &self,
            cx: &Context,
            claim: &Claim,
            damage: u64,
            policy: &Outcome<Policy, Fault>,
        ) -> Result<Verdict, Fault> {
            todo!()
        }

        /// Pays what is due.
        async fn pay(
            &self,
            cx: &Context,
            claim: Claim,
            policy: Policy,
            verdict: Option<&Verdict>,
            currency: &'static str,
            arg1: u8,
        ) -> Result<Payment, Fault> {
            todo!()
        }

        // `Rehearsal` at src/rehearsal.rs:7

        /// Pays what is due.
        async fn pay(
            &self,
            cx: &Context,
            claim: Claim,
            policy: Policy,
            verdict: Option<&Verdict>,
            currency: &'static str,
            arg1: u8,
        ) -> Result<Payment, Fault> {
            todo!()
        }
    --- stderr
    `Desk` at src/desk.rs:10 lacks 3 of 6 methods
    `Rehearsal` at src/rehearsal.rs:7 lacks 1 of 6 methods
    ");
    let from_below = ["stub", "settle", "--missing", "--for", "Rehearsal"];
    assert_snapshot!(run("insurer/src", &from_below), @"
    exit code 0
    --- stdout
        /// Pays what is due.
        async fn pay(
            &self,
            cx: &Context,
            claim: Claim,
            policy: Policy,
            verdict: Option<&Verdict>,
            currency: &'static str,
            arg1: u8,
        ) -> Result<Payment, Fault> {
            todo!()
        }
    --- stderr
    `Rehearsal` at rehearsal.rs:7 lacks 1 of 6 methods
    ");
}

#[test]
fn what_is_missing_in_a_file() {
    let desk = ["stub", "settle", "--missing=src/desk.rs"];
    assert_snapshot!(run("insurer", &desk), @"
    exit code 0
    --- stdout
        /// Looks at the photos, which takes a while.
        fn read_photos(&self, cx: &Context, claim: &Claim, patience: Duration) -> Result<u64, Fault> {
            todo!()
        }

        async fn ask_expert(
            &self,
            cx: &Context,
            claim: &Claim,
            damage: u64,
            policy: &Outcome<Policy, Fault>,
        ) -> Result<Verdict, Fault> {
            todo!()
        }

        /// Pays what is due.
        async fn pay(
            &self,
            cx: &Context,
            claim: Claim,
            policy: Policy,
            verdict: Option<&Verdict>,
            currency: &'static str,
            arg1: u8,
        ) -> Result<Payment, Fault> {
            todo!()
        }
    --- stderr
    `Desk` at src/desk.rs:10 lacks 3 of 6 methods
    ");
}

#[test]
fn nothing_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let whole = stdout("shop", &["stub", "order_processing"]);
    let lib = folder.path().join("lib.rs");
    fs::write(&lib, format!("use crate::order_processing;\n{whole}")).unwrap();
    let shop = fixture("shop").join("pipelines/order_processing.toml");
    let arguments = ["stub", shop.to_str().unwrap(), "--missing=lib.rs"];
    let output = command(folder.path(), &arguments).output().unwrap();
    assert_snapshot!(told(&output), @"
    exit code 0
    --- stderr
    `OrderProcessingSteps` at lib.rs:8 lacks nothing
    ");
}

#[test]
fn what_has_another_signature() {
    let folder = tempfile::tempdir().unwrap();
    let stub =
        stdout("shop", &["stub", "billing/refund"]).replace("charge: &Charge", "charge: Charge");
    fs::write(folder.path().join("lib.rs"), stub).unwrap();
    let shop = fixture("shop").join("pipelines/billing/refund.toml");
    let arguments = ["stub", shop.to_str().unwrap(), "--missing=lib.rs"];
    let output = command(folder.path(), &arguments).output().unwrap();
    assert_snapshot!(told(&output), @"
    exit code 0
    --- stderr
    `pay_back` at lib.rs:9 has another signature than the pipeline:
          async fn pay_back(&self, cx: &Context, charge: &Charge) -> Result<Refund, BoxError>
    `RefundSteps` at lib.rs:8 lacks nothing
    ");
}

#[test]
fn files_that_are_no_rust_are_passed_by() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name, text| fs::write(folder.path().join(name), text).unwrap();
    file("broken.rs", "fn half( {\n");
    file("shop.rs", "impl crate::hello::Steps for Shop {}\n");
    let hello = fixture("loose/hello.toml");
    let hello = hello.to_str().unwrap();
    let stub = |missing| {
        let output = command(folder.path(), &["stub", hello, missing]).output();
        told(&output.unwrap())
    };
    assert_snapshot!(stub("--missing=."), @"
    exit code 0
    --- stdout
        async fn greet(&self, cx: &Context) -> Result<String, BoxError> {
            todo!()
        }
    --- stderr
    passed by: `broken.rs:1:10` is not Rust: cannot parse string into token stream
    `Shop` at shop.rs:1 lacks 1 of 1 method
    ");
    assert_snapshot!(stub("--missing=broken.rs"), @"
    exit code 2
    --- stderr
    error: `broken.rs:1:10` is not Rust: cannot parse string into token stream
    ");
}

#[test]
fn no_implementation() {
    assert_snapshot!(run("shop", &["stub", "order_processing", "--missing"]), @"
    exit code 2
    --- stderr
    error: there is no `impl order_processing::Steps` in `src`

    help: without `--missing`, the whole of it is printed
    help: if it is elsewhere, say where: `--missing=PATH`
    ");
    assert_snapshot!(run("insurer", &["stub", "settle", "--missing", "--for=Till"]), @"
    exit code 2
    --- stderr
    error: there is no `impl claims::settle::Steps` for `Till` in `src`

    help: without `--missing`, the whole of it is printed
    help: if it is elsewhere, say where: `--missing=PATH`
    ");
    assert_snapshot!(run("shop", &["stub", "order_processing", "--missing=lib.rs"]), @"
    exit code 2
    --- stderr
    error: cannot read `lib.rs`: No such file or directory (os error 2)
    ");
    assert_snapshot!(run("broken", &["stub", "sound", "--missing"]), @"
    exit code 2
    --- stderr
    error: there is no folder `src` to look for the `impl` in

    help: say where it is: `--missing=PATH`
    ");
}

#[test]
fn of_a_broken_pipeline() {
    assert_snapshot!(run("broken", &["stub", "misspelt"]), @r#"
    exit code 1
    --- stderr
    error[PW0008]: nothing produces the output `recipt`
     --> pipelines/misspelt.toml:2:11
      |
    2 | output = "recipt"
      |           ^^^^^^ neither an input nor produced by a step
    ...
    6 | output = "receipt: Receipt"
      |           ------- nobody reads this
      |
    help: did you mean `receipt`?
      |
    2 | output = "receipt"
      |              +
    help: or is it misspelt where it is produced?
      |
    6 - output = "receipt: Receipt"
    6 + output = "recipt: Receipt"
      |

    1 error in 1 file; `cargo pipewright explain PW0008` tells more
    "#);
}

#[test]
fn of_none() {
    assert_snapshot!(run("shop", &["stub", "order_procesing"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `order_procesing` in `pipelines`

    help: did you mean `order_processing`?
    help: `pipelines` holds:
        billing/refund
        order_processing
        shipping/refund
    ");
    assert_snapshot!(run("empty", &["stub", "order_processing"]), @"
    exit code 2
    --- stderr
    error: there is no pipeline `order_processing` in `pipelines`

    help: `pipelines` holds no pipelines yet
    ");
}

#[test]
fn wrong_usage() {
    assert_snapshot!(run("shop", &["stub", "order_processing", "--for", "the shop"]), @"
    exit code 2
    --- stderr
    error: invalid value 'the shop' for '--for <TYPE>': no Rust type: unexpected token

    For more information, try '--help'.
    ");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let arguments = ["stub", "order_processing"];
    assert_eq!(unread("shop", &arguments), "exit code 0\n");
}
