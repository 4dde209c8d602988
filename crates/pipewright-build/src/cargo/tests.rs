//! A build script's run, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use super::run;

struct Crate(PathBuf);

impl Crate {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("pipewright-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    fn write(&self, path: &str, text: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What cargo is told, but for variables.
    fn run(&self) -> Vec<String> {
        let mut lines = self.told();
        lines.retain(|line| !line.starts_with("rustc-env="));
        lines
    }

    fn told(&self) -> Vec<String> {
        run(&self.0, Path::new("pipelines"), &self.0.join("out"))
    }

    fn out(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.join("out").join(path)).ok()
    }
}

impl Drop for Crate {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn good_pipelines_in_folders() {
    let krate = Crate::new("good");
    krate.write("pipelines/first.toml", b"[steps.a]\n");
    krate.write("pipelines/billing/dunning/letter.toml", b"[steps.a]\n");
    krate.write("pipelines/readme.md", b"not a pipeline");
    insta::assert_snapshot!(krate.run().join("\n"), @r#"
    rustc-check-cfg=cfg(pipewright_built, pipewright_report)
    rustc-cfg=pipewright_built
    rerun-if-changed=pipelines
    rerun-if-changed=pipelines/billing
    rerun-if-changed=pipelines/billing/dunning
    rerun-if-changed=pipelines/billing/dunning/letter.toml
    rerun-if-changed=pipelines/first.toml
    "#);
    insta::assert_snapshot!(krate.out("pipelines.rs").unwrap(), @r#"
    include!(concat!(env!("OUT_DIR"), "/pipewright/first.rs"));
    /// The pipelines of the folder `billing`.
    pub mod billing {
    /// The pipelines of the folder `billing/dunning`.
    pub mod dunning {
    include!(concat!(env!("OUT_DIR"), "/pipewright/billing/dunning/letter.rs"));
    }
    }
    "#);
    // runs are told apart by the folders of their pipelines
    let letter = krate.out("billing/dunning/letter.rs").unwrap();
    assert!(letter.contains(r#"name: "billing::dunning::letter","#));
    assert!(krate.out("first.rs").unwrap().contains(r#"name: "first","#));
    assert_eq!(krate.out("report.txt"), None);
}

#[test]
fn a_mistake_is_reported_beside_the_good_ones() {
    let krate = Crate::new("mistake");
    krate.write("pipelines/good.toml", b"[steps.a]\n");
    krate.write(
        "pipelines/order_processing.toml",
        b"output = \"x\"\n[steps.a]\n",
    );
    krate.write("pipelines/latin.toml", b"doc = \"\xf6\"\n[steps.a]\n");
    krate.write("pipelines/billing/letter.toml", b"output = \"x\"\n");
    let lines = krate.run();
    assert!(
        lines.contains(&"rustc-cfg=pipewright_report".to_owned()),
        "{lines:?}"
    );
    insta::assert_snapshot!(krate.out("order_processing.rs").unwrap(), @"pub use self::__pipewright_report_above::{order_processing, OrderProcessing};");
    assert!(
        krate
            .out("good.rs")
            .is_some_and(|code| !code.contains("__pipewright_report_above"))
    );
    insta::assert_snapshot!(krate.out("pipelines.rs").unwrap(), @r#"
    include!(concat!(env!("OUT_DIR"), "/pipewright/good.rs"));
    include!(concat!(env!("OUT_DIR"), "/pipewright/latin.rs"));
    include!(concat!(env!("OUT_DIR"), "/pipewright/order_processing.rs"));
    /// The pipelines of the folder `billing`.
    pub mod billing {
    use super::__pipewright_report_above;
    include!(concat!(env!("OUT_DIR"), "/pipewright/billing/letter.rs"));
    }
    "#);
    let report = krate.out("report.txt").unwrap();
    assert!(
        report.contains("PW0008") && report.contains("PW0021"),
        "{report}"
    );
    assert!(!report.contains('\u{1b}'), "no colour");

    // mended: the report goes, and so do files of pipelines that are gone
    krate.write("pipelines/order_processing.toml", b"[steps.a]\n");
    krate.write("pipelines/billing/letter.toml", b"[steps.a]\n");
    fs::remove_file(krate.0.join("pipelines/latin.toml")).unwrap();
    let lines = krate.run();
    assert!(
        !lines.contains(&"rustc-cfg=pipewright_report".to_owned()),
        "{lines:?}"
    );
    assert_eq!(
        (krate.out("report.txt"), krate.out("latin.rs")),
        (None, None)
    );
}

#[test]
fn several_pipelines_in_a_file() {
    let krate = Crate::new("several");
    krate.write(
        "pipelines/orders.rs",
        b"#[pipeline]\nfn first() {\n    a();\n}\n\n#[pipeline]\nfn second() {\n    a(&x);\n}\n\n\
          #[pipeline]\nfn third() {\n    a();\n}\n",
    );
    krate.write(
        "pipelines/billing/open.rs",
        b"#[pipeline]\nfn letter() {\n    a(\n}\n",
    );
    let lines = krate.run();
    assert!(lines.contains(&"rerun-if-changed=pipelines/orders.rs".to_owned()));
    insta::assert_snapshot!(krate.out("pipelines.rs").unwrap(), @r#"
    include!(concat!(env!("OUT_DIR"), "/pipewright/first.rs"));
    include!(concat!(env!("OUT_DIR"), "/pipewright/second.rs"));
    include!(concat!(env!("OUT_DIR"), "/pipewright/third.rs"));
    /// The pipelines of the folder `billing`.
    pub mod billing {
    use super::__pipewright_report_above;
    include!(concat!(env!("OUT_DIR"), "/pipewright/billing/letter.rs"));
    }
    "#);
    let is_broken = |path| {
        krate
            .out(path)
            .unwrap()
            .contains("__pipewright_report_above")
    };
    assert!(!is_broken("first.rs") && is_broken("second.rs") && !is_broken("third.rs"));
    assert!(is_broken("billing/letter.rs"));
    let third = krate.out("third.rs").unwrap();
    assert!(
        third.contains("Described at `pipelines/orders.rs:13`"),
        "{third}"
    );

    // what all of them share
    krate.write(
        "pipelines/orders.rs",
        b"const X: u32 = ;\n#[pipeline]\nfn first() {\n    a();\n}\n#[pipeline]\nfn second() {\n    a();\n}\n",
    );
    krate.run();
    assert!(is_broken("first.rs") && is_broken("second.rs"));
    assert_eq!(krate.out("third.rs"), None);
}

#[test]
fn a_pipeline_called_like_the_list_of_all() {
    let krate = Crate::new("list");
    krate.write(
        "pipelines/a.rs",
        b"#[pipeline]\nfn pipelines() {\n    a();\n}\n",
    );
    krate.run();
    assert_eq!(krate.out("pipelines.rs").unwrap(), "");
    assert!(krate.out("report.txt").unwrap().contains("PW0020"));
}

#[test]
fn what_has_not_changed_is_not_written() {
    let krate = Crate::new("unchanged");
    krate.write("pipelines/first.toml", b"[steps.a]\n");
    krate.run();
    let generated = fs::File::options()
        .write(true)
        .open(krate.0.join("out/first.rs"))
        .unwrap();
    let before = std::time::SystemTime::UNIX_EPOCH;
    generated.set_modified(before).unwrap();
    krate.run();
    let written = || generated.metadata().unwrap().modified().unwrap();
    assert_eq!(before, written());
}

#[test]
fn of_two_descriptions_of_one_name_none_is_built() {
    let krate = Crate::new("twice");
    krate.write("pipelines/greeting.toml", b"[steps.greet]\n");
    krate.write(
        "pipelines/greeting.rs",
        b"#[pipeline]\nfn greeting() {\n    say();\n}\n",
    );
    let lines = krate.run();
    assert!(lines.contains(&"rustc-cfg=pipewright_report".to_owned()));
    insta::assert_snapshot!(krate.out("greeting.rs").unwrap(), @"pub use self::__pipewright_report_above::{greeting, Greeting};");
}

#[test]
fn no_folder_is_a_report() {
    let krate = Crate::new("missing");
    let lines = krate.run();
    assert!(
        lines.contains(&"rustc-cfg=pipewright_report".to_owned()),
        "{lines:?}"
    );
    assert_eq!(krate.out("pipelines.rs").unwrap(), "");
    insta::assert_snapshot!(krate.out("report.txt").unwrap(), @r#"
    1 mistake in the pipelines

    error[PW0021]: there is no folder `pipelines` beside `Cargo.toml`
     |
     = help: make the folder `pipelines`, or give `pipewright_build::compile` the one that is there
    "#);
}

#[test]
fn warnings_are_a_line_each_and_no_part_of_the_report() {
    let krate = Crate::new("warning");
    krate.write(
        "pipelines/odd.toml",
        b"input = [\"a: u8\"]\n[steps.s]\ninput = [\"a.maybe()\"]\noutput = \"v: u8\"\n",
    );
    let warnings = |lines: Vec<String>| -> Vec<String> {
        let is_warning = |line: &String| line.starts_with("warning=");
        lines.into_iter().filter(is_warning).collect()
    };
    let lines = krate.run();
    assert!(!lines.contains(&"rustc-cfg=pipewright_report".to_owned()));
    insta::assert_snapshot!(warnings(lines).join("\n"), @"
    warning=pipelines/odd.toml:3:11: [PW0022] the input `a` is never missing (write its name)
    warning=pipelines/odd.toml:4:11: [PW0023] nothing reads `v`, which `s` returns (let a step read it, or make it the output of the pipeline)
    ");
    assert!(krate.out("odd.rs").is_some() && krate.out("report.txt").is_none());
    krate.write("pipelines/wrong.toml", b"output = \"x\"\n[steps.a]\n");
    assert_eq!(warnings(krate.run()).len(), 2);
    let report = krate.out("report.txt").unwrap();
    assert!(report.starts_with("1 mistake in") && !report.contains("PW0022"));
}

#[test]
fn paths_begin_at_the_workspace() {
    let workspace = Crate::new("workspace");
    workspace.write("Cargo.toml", b"[workspace]\nmembers = [\"crates/*\"]\n");
    workspace.write("Cargo.lock", b"");
    workspace.write("crates/shop/Cargo.toml", b"[package]\nname = \"shop\"\n");
    workspace.write(
        "crates/shop/pipelines/a.toml",
        b"output = \"x\"\n[steps.a]\n",
    );
    workspace.write("crates/shop/pipelines/b.toml", b"[steps.b]\n");
    let krate = workspace.0.join("crates/shop");
    run(&krate, Path::new("pipelines"), &workspace.0.join("out"));
    let report = workspace.out("report.txt").unwrap();
    assert!(
        report.contains("--> crates/shop/pipelines/a.toml:1:11"),
        "{report}"
    );
    // the generated code is the same wherever the crate is
    let code = workspace.out("b.rs").unwrap();
    assert!(code.contains("Described at `pipelines/b.toml:1`"), "{code}");
}

#[test]
fn warnings_have_codes_and_an_empty_folder_is_one() {
    let krate = Crate::new("warned");
    krate.write("pipelines/odd.toml", b"input = [\"x: u8\"]\n[steps.a]\n");
    insta::assert_snapshot!(krate.run().join("\n"), @"
    rustc-check-cfg=cfg(pipewright_built, pipewright_report)
    rustc-cfg=pipewright_built
    rerun-if-changed=pipelines
    rerun-if-changed=pipelines/odd.toml
    warning=pipelines/odd.toml:1:11: [PW0023] nothing reads the input `x` (let a step read it, or take it out)
    ");
    fs::remove_file(krate.0.join("pipelines/odd.toml")).unwrap();
    insta::assert_snapshot!(krate.run().join("\n"), @"
    rustc-check-cfg=cfg(pipewright_built, pipewright_report)
    rustc-cfg=pipewright_built
    rerun-if-changed=pipelines
    warning=there are no pipelines in the folder `pipelines`
    ");
}

#[test]
fn a_drawing_and_a_diagram_of_each() {
    let krate = Crate::new("pictures");
    krate.write("pipelines/first.toml", b"[steps.a]\n");
    krate.write("pipelines/billing/diagrams.toml", b"[steps.a]\n");
    krate.write("pipelines/wrong.toml", b"output = \"x\"\n[steps.a]\n");
    let many: String = (0..200).map(|step| format!("[steps.a{step}]\n")).collect();
    krate.write("pipelines/many.toml", many.as_bytes());
    krate.run();
    insta::assert_snapshot!(krate.out("diagrams.in").unwrap(), @r#"
    &[
        ("billing/diagrams", "pipelines/billing/diagrams.toml", include_str!("billing/diagrams.mmd")),
        ("first", "pipelines/first.toml", include_str!("first.mmd")),
        ("many", "pipelines/many.toml", include_str!("many.mmd")),
    ]
    "#);
    assert_eq!(
        krate.out("billing/diagrams.mmd").unwrap(),
        "flowchart TD\n    a[\"a\"]\n"
    );
    assert!(krate.out("many.mmd").unwrap().contains("a199["));
    assert!(
        krate
            .out("first.rs")
            .unwrap()
            .contains(r#"include_str!("first.html")"#)
    );
    assert!(krate.out("first.html").unwrap().contains("\n<svg "));
    // of many steps the docs show those that are alike as one
    assert!(krate.out("many.html").unwrap().contains("200 steps"));
}

#[test]
fn what_is_included_is_found_by_variables() {
    let krate = Crate::new("variables");
    let variables = |krate: &Crate| {
        let root = krate.0.to_string_lossy().into_owned();
        let lines = krate.told().into_iter().filter_map(|line| {
            let variable = line.strip_prefix("rustc-env=PIPEWRIGHT_")?;
            Some(variable.replace(&root, "ROOT"))
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    krate.write("pipelines/greeting.toml", b"[steps.greet]");
    krate.write(
        "pipelines/billing/refund.toml",
        b"[steps.pay]\ninput = [\"nothing\"]",
    );
    insta::assert_snapshot!(variables(&krate), @"
    PIPELINES=ROOT/out/pipelines.rs
    NAMES=billing/refund, greeting
    PIPELINE_billing/refund=1
    PIPELINE_greeting=1
    ");
    fs::remove_dir_all(krate.0.join("pipelines")).unwrap();
    insta::assert_snapshot!(variables(&krate), @"
    PIPELINES=ROOT/out/pipelines.rs
    NAMES=none
    ");
}
