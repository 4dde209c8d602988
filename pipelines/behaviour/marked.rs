//! A flow that declares metadata.

#[flow(
    error = String,
    requires = crate::marking::Stamps,
    metadata(user: String, source: String = "api".into())
)]
trait marked {
    #[entry]
    #[calls(sign)]
    fn letter(text: String) -> String;

    #[step(blocking, infallible)]
    #[entry]
    fn ask() -> u32;

    #[step(infallible)]
    fn sign(text: &str) -> String;
}
