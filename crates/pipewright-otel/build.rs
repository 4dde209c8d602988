//! Compiles the pipelines of this crate's tests and example.

fn main() {
    pipewright_build::compile("pipelines");
}
