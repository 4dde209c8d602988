//! Steps that are called as methods of all types are, or of `Arc`.

use crate::script::Fault;

#[pipeline(error = Fault)]
fn methods(n: u32) -> u32 {
    #[step(undo = drop(cloned))]
    let cloned: u32 = clone(n);
    #[step(when = eq(n))]
    let owned: u32 = to_owned(cloned);
    #[step(blocking)]
    let lent: u32 = borrow(owned);
    #[step(infallible)]
    let many: Vec<u32> = into(lent);
    let tried: Vec<u32> = many.map(|one: u32| try_into(one));
    let seen: Vec<u32> = tried.map(|one: u32| {
        let found: u32 = deref(one);
        as_ref(found)
    });
    let sum: u32 = seen.fold(0, |so_far: u32, one: u32| add(so_far, one));
    as_mut(sum);
    sum
}

#[workflow(start = clone, state = u32, error = Fault)]
trait methods_queue {
    #[next(into, drop)]
    fn clone(n: u32) -> u32;
    #[step(infallible)]
    #[next(drop)]
    fn into(n: u32) -> u32;
    #[step(blocking)]
    fn drop();
}

#[flow(error = Fault)]
trait methods_flow {
    #[entry]
    #[calls(clone, borrow)]
    fn to_owned(n: u32) -> u32;
    #[step(infallible)]
    fn clone(n: u32) -> u32;
    #[step(blocking)]
    fn borrow(n: u32) -> u32;
}
