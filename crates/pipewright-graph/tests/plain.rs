//! Steps and arrows.

mod samples;

use insta::assert_snapshot;

#[test]
fn fan_out_and_in() {
    assert_snapshot!(samples::order_processing().plain(), @r#"
    graph TD
        charge --> confirm
        ship --> confirm
        validate --> charge
        validate --> ship
    "#);
}

#[test]
fn a_lone_step_is_sorted_among_the_arrows() {
    assert_snapshot!(samples::nightly_export().plain(), @r#"
    graph TD
        load --> archive
        load --> summarise
        migrate --> load
        ping
        summarise --> archive
    "#);
}

#[test]
fn many_wires_are_one_arrow() {
    assert_eq!(samples::parallel_wires().plain(), "graph TD\n    a --> b\n");
}

#[test]
fn names_are_made_safe() {
    assert_snapshot!(samples::hostile().plain(), @r#"
    graph TD
        end_
        end__ --> 数据
        graph_ --> order
        graph_ --> x
        größe --> 数据
        order --> größe
        restyle --> fetch__eu__
        x --> end__
        数据 --> fetch__eu__
        数据 --> restyle
    "#);
}

#[test]
fn one_step_and_none() {
    assert_eq!(samples::one_step().plain(), "graph TD\n    ping\n");
    assert_eq!(samples::pipeline("empty").graph().plain(), "graph TD\n");
}
