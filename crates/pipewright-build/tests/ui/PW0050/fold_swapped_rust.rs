#[pipeline]
fn totals(parts: Vec<u32>, others: Vec<u32>) {
    let _sum: u64 = parts.fold(0u64, |part: &u32, sum: u64| add(part, sum));
    let _all: u64 = others.fold(0u64, |part: u32, all: u64| join(part, all));
}
