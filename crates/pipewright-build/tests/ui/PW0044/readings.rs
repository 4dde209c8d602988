use crate::{Report, Summary};

#[pipeline]
fn readings() -> Summary {
    let plan: Summary = plan();
    #[step(for_each(region = ["eu", "us"]))]
    let report: Report = write(region);
    #[step(for_each(place = ["eu", "asia"]))]
    check(place, report[place], report[region], plan[place]);
    #[step(for_each(region = ["eu", "us"], page = [true, false]))]
    note(report[region][page], report[page]);
    tell(report["us"].clone(), report["asia"].clone(), report[region].maybe());
    sum(&report.total);
    report
}
