//! Steps that are repeated.

use crate::families::Region;
use crate::script::Fault;

/// A step for each region, and all of them read at once.
#[pipeline(error = Fault)]
fn regions(n: u32) -> String {
    #[step(for_each(region = ["eu", "North America"]), when = region != "eu" || n < 10)]
    let report: String = write_report(region, n);
    #[step(for_each(region = ["eu", "North America"]), optional)]
    let length: u32 = measure(region, report[region].maybe());
    #[step(for_each(half: u8 = [1, 2], late = [false, true]), after = measure)]
    note(half, late);
    #[step(name = "measure_one")]
    let eu: u32 = measure("one", report_eu.maybe());
    #[step(when = length.iter().all(|length| *length > 2) && report["North America"].len() > 3)]
    let all: String = join(report.maybe(), eu, &length);
    let told: String = tell(all.maybe(), length.ok(), report_north_america.clone());
    told
}

/// A pipeline for each page.
#[pipeline(error = Fault)]
fn pages() -> u32 {
    #[step(name = "page", for_each(page: u32 = [1, 2, 3]))]
    let size: u32 = pipeline::inside(page);
    let sizes: u32 = add(size);
    sizes
}

/// A family of maps, and one of folds.
#[pipeline(error = Fault)]
fn region_pages(pages: Vec<u32>) -> u32 {
    #[step(for_each(region = ["eu", "us"]), when = page > 1 || region == "us")]
    let sizes: Vec<u32> = pages.map(|page: &u32| measure_page(region, page));
    #[step(for_each(region = ["eu", "us"]))]
    let sum: u32 = sizes[region].fold(0u32, |so_far: u32, size: &u32| add_page(so_far, size));
    let total: u32 = add_all(sum);
    total
}

const EU: Region = Region {
    code: "eu",
    open: true,
};
const US: Region = Region {
    code: "us",
    open: false,
};

/// A family over constants.
#[pipeline(error = Fault)]
fn constant_regions() -> String {
    #[step(for_each(region = [EU, US]), when = region.open)]
    let code: String = find_code(region);
    let codes: String = join_codes(code.maybe());
    codes
}
