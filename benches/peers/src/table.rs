//! Markdown.

use std::fmt;

/// A table whose columns come one after the other.
pub struct Table {
    corner: &'static str,
    columns: Vec<String>,
    rows: Vec<(&'static str, Vec<Option<String>>)>,
}

impl Table {
    /// A table without columns; this stands above the names of its rows.
    pub fn new(corner: &'static str) -> Self {
        Self {
            corner,
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Adds a column.
    pub fn column(&mut self, name: String, cells: Vec<(&'static str, String)>) {
        let column = self.columns.len();
        self.columns.push(name);
        for (name, cell) in cells {
            let known = self.rows.iter().position(|row| row.0 == name);
            let row = known.unwrap_or_else(|| {
                self.rows.push((name, Vec::new()));
                self.rows.len() - 1
            });
            let cells = &mut self.rows[row].1;
            cells.resize(column, None);
            cells.push(Some(cell));
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} | {} |", self.corner, self.columns.join(" | "))?;
        writeln!(f, "|---|{}", "--:|".repeat(self.columns.len()))?;
        for (name, cells) in &self.rows {
            write!(f, "| {name} |")?;
            for column in 0..self.columns.len() {
                let cell = cells.get(column).and_then(Option::as_deref);
                write!(f, " {} |", cell.unwrap_or("—"))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
