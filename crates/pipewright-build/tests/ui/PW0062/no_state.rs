#[workflow(start = load)]
trait batch {
    fn load(batch: String);
}
