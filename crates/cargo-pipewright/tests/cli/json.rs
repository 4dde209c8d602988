//! What other programs read.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{run, stdout};

fn json(folder: &str, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&stdout(folder, &arguments)).unwrap()
}

#[test]
fn generated_code() {
    let json = json("shop", &["expand", "billing/refund"]);
    assert_eq!(json["pipeline"], "refund");
    assert_eq!(json["folders"], serde_json::json!(["billing"]));
    assert_eq!(json["kind"], "pipeline");
    assert_eq!(json["path"], "pipelines/billing/refund.toml");
    assert_eq!(json["code"], stdout("shop", &["expand", "billing/refund"]));
}

#[test]
fn a_code_and_all_codes() {
    let one = json("", &["explain", "PW0011"]);
    assert_eq!(one["code"], "PW0011");
    assert_eq!(one["title"], "a value that is moved twice");
    let all = json("", &["explain"]);
    assert_eq!(
        all.as_array().unwrap().len(),
        pipewright_build::rules().len()
    );
    assert!(all.as_array().unwrap().contains(&one));
}

#[test]
fn a_key() {
    let meanings = json("", &["explain", "deadline"]);
    assert_snapshot!(serde_json::to_string_pretty(&meanings).unwrap(), @r#"
    [
      {
        "doc": "The limit of the whole run: what runs then is cut off and fails, the rest is skipped.",
        "example": "deadline = \"1m\"",
        "key": "deadline",
        "of": [
          "a pipeline",
          "a workflow",
          "a flow"
        ]
      },
      {
        "doc": "The limit of the step from when it is ready, with all attempts and the waits between them.",
        "example": "deadline = \"10s\"",
        "key": "deadline",
        "of": [
          "an entry",
          "a step",
          "an arm",
          "a step of a workflow"
        ]
      }
    ]
    "#);
}

#[test]
fn a_stub_whole() {
    let json = json("shop", &["stub", "order_processing", "--for", "Shop"]);
    assert_eq!(json["trait"], "order_processing::Steps");
    let code = stdout("shop", &["stub", "order_processing", "--for", "Shop"]);
    assert_eq!(json["code"], code);
    let methods = json["methods"].as_array().unwrap();
    let names: Vec<&str> = methods
        .iter()
        .map(|method| method["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["validate", "charge", "ship", "confirm"]);
    let first = methods[0]["code"].as_str().unwrap();
    assert!(code.contains(first.trim_end()), "{first}");
}

#[test]
fn what_a_stub_lacks() {
    let json = json("insurer", &["stub", "settle", "--missing"]);
    assert_snapshot!(serde_json::to_string_pretty(&json).unwrap(), @r#"
    [
      {
        "line": 10,
        "missing": [
          {
            "code": "    /// Looks at the photos, which takes a while.\n    fn read_photos(&self, cx: &Context, claim: &Claim, patience: Duration) -> Result<u64, Fault> {\n        todo!()\n    }\n",
            "name": "read_photos"
          },
          {
            "code": "    async fn ask_expert(\n        &self,\n        cx: &Context,\n        claim: &Claim,\n        damage: u64,\n        policy: &Outcome<Policy, Fault>,\n    ) -> Result<Verdict, Fault> {\n        todo!()\n    }\n",
            "name": "ask_expert"
          },
          {
            "code": "    /// Pays what is due.\n    async fn pay(\n        &self,\n        cx: &Context,\n        claim: Claim,\n        policy: Policy,\n        verdict: Option<&Verdict>,\n        currency: &'static str,\n        arg1: u8,\n    ) -> Result<Payment, Fault> {\n        todo!()\n    }\n",
            "name": "pay"
          }
        ],
        "other_signatures": [],
        "path": "src/desk.rs",
        "type": "Desk"
      },
      {
        "line": 7,
        "missing": [
          {
            "code": "    /// Pays what is due.\n    async fn pay(\n        &self,\n        cx: &Context,\n        claim: Claim,\n        policy: Policy,\n        verdict: Option<&Verdict>,\n        currency: &'static str,\n        arg1: u8,\n    ) -> Result<Payment, Fault> {\n        todo!()\n    }\n",
            "name": "pay"
          }
        ],
        "other_signatures": [],
        "path": "src/rehearsal.rs",
        "type": "Rehearsal"
      }
    ]
    "#);
}

#[test]
fn what_goes_wrong_is_told_as_text() {
    let arguments = ["plan", "moved_twice", "--format", "json"];
    let told = run("broken", &arguments);
    assert!(
        told.starts_with("exit code 1\n--- stderr\nerror[PW0011]"),
        "{told}"
    );
}
