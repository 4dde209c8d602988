use crate::Report;

#[pipeline]
fn values() {
    #[step(for_each(place = ["eu", Region::Us, 7, -1]))]
    let report: Report = write(place);
    #[step(for_each(place: u64 = [1, 2], page = [1u8, 0x2]))]
    note(place, page);
    #[step(for_each(place = [-1, 2]))]
    tell(place);
    #[step(for_each(place: u64 = [1, 2], late = [true]))]
    borrow(&place, late.clone());
    #[step(for_each())]
    other(&report);
}
