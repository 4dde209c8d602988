//! What a run would do, told before there is one.

use crate::pipelines::{MappingSome, Ways, mapping_some, ways};

#[test]
fn stages_and_what_is_decided_on_the_way() {
    let plan = Ways::new(ways::Stub::new()).plan();
    let expected = "\
behaviour::ways
  1  look
  2  large    if &shown is Shape::Circle(radius) if *radius > limit
     small    if &shown is Shape::Circle(_)
     double   if &shown is Shape::Square { side }
     search   if &shown is Shape::Lost, and limit > 10
     give_up  if &shown is Shape::Lost, and limit == 10
  3  squared  if &shown is Shape::Square { side }, and doubled > limit
  4  size
  5  report
";
    assert_eq!(plan.to_string(), expected);
    let step = |name| plan.steps.iter().find(|step| step.step == name).unwrap();
    assert_eq!(step("squared").after, ["look", "double"]);
    assert_eq!(step("size").stage, 4);
    assert_eq!(step("report").conditions, [""; 0]);
}

#[test]
fn elements_are_told_and_what_decides_about_each() {
    let plan = MappingSome::new(mapping_some::Stub::new()).plan();
    let expected = "\
behaviour::mapping_some
  1  fetch  map id: &String, if id != \"none\"
";
    assert_eq!(plan.to_string(), expected);
    assert_eq!(plan.steps[0].conditions, [""; 0]);
    assert_eq!(plan.steps[0].each_if.as_deref(), Some("id != \"none\""));
}
