//! Maps whose elements go through blocks of steps.

use crate::script::Fault;
use crate::through::{Kind, Order};
use pipewright::Collected;

/// Two steps side by side for each element, and one that joins them, with a value that all share.
#[pipeline(error = Fault)]
fn through(ids: Vec<u32>) -> u32 {
    #[step(infallible)]
    let four: u32 = four();
    let all: Vec<u32> = ids.map(|id: u32| {
        let m: u32 = plus(id, four);
        let double: u32 = double(m);
        let triple: u32 = triple(m);
        join(double, triple)
    });
    let total: u32 = all.fold(0, |so_far: u32, part: u32| {
        crate::through::sum(so_far, part)
    });
    total
}

/// What all share is borrowed, and taken by a step behind the map; elements are borrowed too.
#[pipeline(error = Fault)]
fn through_lent(names: Vec<String>) -> String {
    let greeting: String = load();
    #[step(concurrency = 2, on_error = "collect")]
    let all: Collected<String, Fault> = names.map(|name: &String| {
        #[step(retry(attempts = 3, delay = "1s", factor = 1, jitter = 0))]
        let text: String = greet(name, &greeting);
        #[step(blocking, when = greeting.len() > 1 && name != "none")]
        let shown: String = show(text, &greeting);
        shown
    });
    let told: String = tell(greeting, &names, all);
    told
}

/// A way of its own for each kind of element; what failed leaves its element out.
#[pipeline(error = Fault)]
fn through_ways(orders: Vec<Order>, fee: u32) -> Vec<u32> {
    #[step(on_error = "skip", executor = Spawn)]
    let paid: Vec<u32> = orders.map(|order: Order| {
        let sum: u32 = match &order.kind {
            Kind::Small => small(&order),
            Kind::Large(weight) => {
                let cost: u32 = weigh(weight as &u32, fee);
                large(&order, cost)
            }
        };
        #[step(optional)]
        note(&order);
        pay(order, sum)
    });
    paid
}

/// Maps within the blocks of maps, which see all that is around them.
#[pipeline(error = Fault)]
fn through_grid(grid: Vec<Vec<u32>>, factor: u32, label: String) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = grid.map(|row: &Vec<u32>| {
        let width: u32 = width(row);
        let cells: Vec<String> = row.map(|cell: &u32| {
            let scaled: u32 = scale(cell, factor, width);
            let text: String = write(scaled, &label, row);
            text
        });
        cells
    });
    rows
}

/// A map whose body is a map.
#[pipeline(error = Fault)]
fn through_bare(grid: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    grid.map(|row: Vec<u32>| row.map(|cell: u32| twice(cell)))
}

/// Steps that give nothing, one after the other; elements that are tried again as a whole.
#[pipeline(error = Fault)]
fn through_nothing(ids: Vec<u32>) {
    #[step(
        retry(attempts = 2, delay = "1s", factor = 1, jitter = 0),
        timeout = "5s"
    )]
    ids.map(|id: &u32| {
        open(id);
        #[step(after = open)]
        close(id);
    });
}
