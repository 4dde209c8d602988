/// What all elements share, taken in a block, and in a block within that.
#[pipeline]
fn shared(rows: Vec<Vec<u32>>, settings: String, label: String) -> Vec<Vec<u32>> {
    let all: Vec<Vec<u32>> = rows.map(|row: Vec<u32>| {
        let width: u32 = measure(&row, settings);
        row.map(|cell: u32| {
            let scaled: u32 = scale(cell, width);
            tell(scaled, label)
        })
    });
    all
}
