#[pipeline]
fn first() {
    pipeline::second();
}

#[pipeline]
fn second() {
    prepare();
    pipeline::third();
}
