use crate::Part;

#[pipeline]
fn sum(parts: Vec<Part>) -> Vec<Part> {
    let all: Vec<Part> = parts.fold(vec![], |all: Vec<Part>, part: Part| push(all, part));
    all
}
