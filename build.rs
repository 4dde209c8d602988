//! Compiles the gallery for the tests and examples of this crate.

fn main() {
    pipewright_build::compile("pipelines");
}
