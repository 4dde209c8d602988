use crate::Report;

#[pipeline]
fn output() -> Report {
    #[step(for_each(region = ["eu", "us"]))]
    let report: Report = write(region);
    report
}
