#[workflow(start = load, state = u32)]
trait batch {}
