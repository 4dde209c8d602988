use crate::Report;

#[pipeline]
fn values() {
    #[step(for_each(place = ["eu", Region::Us, 7, -1]))]
    let report: Report = write(place);
    #[step(for_each(place: u64 = [1, 2], page = [1u8, 0x1]))]
    note(&place, page.clone());
    #[step(for_each())]
    other(&report);
}
