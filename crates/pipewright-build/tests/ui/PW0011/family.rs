use crate::{Order, Report};

#[pipeline]
fn family(order: Order) {
    #[step(for_each(region = ["eu", "us", "asia"]))]
    let report: Report = write(region, order);
    sum(&report);
}
