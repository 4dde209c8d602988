//! The tree.

mod samples;

use insta::assert_snapshot;

#[test]
fn a_step_with_two_parents_is_shared() {
    assert_snapshot!(samples::user_onboarding().text(), @r#"
    user_onboarding
    |-- fetch_user
    |   \-- email_user
    \-- fetch_settings
        \-- email_user [shared]
    "#);
}

#[test]
fn a_step_tells_which_pipeline_it_runs() {
    assert_snapshot!(samples::month_end().text(), @r"
    month_end
    \-- load
        \-- close_books [runs close_books]
            \-- remind [runs billing::letter]
    ");
}

#[test]
fn what_is_beneath_a_shared_step_is_told_once() {
    assert_snapshot!(samples::hostile().text(), @r#"
    hostile
    |-- end
    \-- graph
        |-- order
        |   \-- größe
        |       \-- 数据
        |           |-- restyle
        |           |   \-- fetch["eu"]
        |           \-- fetch["eu"] [shared]
        \-- x
            \-- endé
                \-- 数据 [shared]
    "#);
}

#[test]
fn many_wires_are_one_branch() {
    assert_eq!(
        samples::parallel_wires().text(),
        "parallel_wires\n\\-- a\n    \\-- b\n"
    );
}

#[test]
fn one_step_and_none() {
    assert_eq!(samples::one_step().text(), "one_step\n\\-- ping\n");
    assert_eq!(samples::pipeline("empty").graph().text(), "empty\n");
}

#[test]
fn a_long_chain_does_not_exhaust_the_stack() {
    let text = samples::chain(10_000).text();
    assert_eq!(text.lines().count(), 10_001);
    assert!(text.ends_with("    \\-- s9999\n"));
}

#[test]
fn wide_joins_are_told_once_for_each_wire() {
    let text = samples::dense(300).text();
    assert_eq!(text.lines().count(), 1 + 300 + 300 * 300);
    assert_eq!(text.matches("[shared]").count(), 299 * 300);
}
