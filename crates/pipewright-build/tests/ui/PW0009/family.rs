use crate::Report;

#[pipeline]
fn family(all: Report) {
    #[step(for_each(region = ["eu"]))]
    let all: Report = write(region);
    #[step(for_each(region = ["us"]))]
    let report: Report = write(region);
    #[step(name = "check_all", for_each(region = ["us"]))]
    let report: Report = check(&all);
    #[step(name = "check_all")]
    check(&all);
}
