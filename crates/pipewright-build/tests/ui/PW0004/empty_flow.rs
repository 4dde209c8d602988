#[flow]
trait checkout {}
