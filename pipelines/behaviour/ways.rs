//! Every way of taking one.
use crate::branches::{Area, Shape};
use crate::script::Fault;

const NOTHING: u32 = 0;

#[pipeline(error = Fault)]
fn ways(shape: Shape, limit: u32, name: String) -> u32 {
    let shown: Shape = look(shape);
    let size: u32 = match &shown {
        Shape::Circle(radius) if *radius > limit => large(radius as &u32, name),
        #[step(retry(attempts = 2, delay = "1s", jitter = 0))]
        Shape::Circle(_) => small(&shown, name.clone()),
        Shape::Square { side } => {
            let doubled: u32 = double(side as &u32);
            #[step(when = doubled > limit)]
            squared(doubled, name)
        }
        Shape::Point if limit > 100 => 7,
        Shape::Point => NOTHING,
        Shape::Lost => {
            if limit > 10 {
                search(name)
            } else if limit == 10 {
                give_up()
            } else {
                1
            }
        }
    };
    let after: u32 = report(size.ok());
    after
}

/// A field has the name of a value that only a guard reads.
#[pipeline(error = Fault)]
fn ways_of_fields(area: Area, shape: u32) -> u32 {
    let size: u32 = match &area.shape {
        Shape::Square { side } if *side > shape => broad(side as &u32),
        Shape::Square { side: n } => narrow(n as &u32),
        _ => NOTHING,
    };
    size
}
