use crate::Part;

#[pipeline]
fn elements(parts: Vec<Part>) {
    #[step(for_each(region = ["eu", "us"]))]
    let report: Vec<u32> = write(region);
    report.map(|one: u32| check(one));
    #[step(for_each(region = ["eu", "us"]))]
    region.map(|one: char| note(one));
    #[step(for_each(page: u32 = [1, 2]))]
    parts.map(|page: &Part| print(page));
}
