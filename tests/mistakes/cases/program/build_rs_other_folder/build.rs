fn main() {
    pipewright_build::compile("pipeline");
}
