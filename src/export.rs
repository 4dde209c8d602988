//! A report in other forms.

use crate::report::Report;

impl Report {
    /// The report as JSON, from which it can be read back: `serde_json::from_str::<Report>`.
    ///
    /// This is what `cargo pipewright show` reads.
    ///
    /// ```no_run
    /// # fn keep(report: pipewright::Report) -> std::io::Result<()> {
    /// std::fs::write("run.json", report.json())
    /// # }
    /// ```
    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("a report has nothing that JSON has no form for")
    }

    /// The report as one HTML file, to be opened from disk or served: its picture and its timeline side by side,
    /// and all that is known of each step. It loads nothing, and forbids itself to.
    ///
    /// ```no_run
    /// # fn keep(report: pipewright::Report) -> std::io::Result<()> {
    /// std::fs::write("run.html", report.html())
    /// # }
    /// ```
    #[cfg(feature = "html")]
    pub fn html(&self) -> String {
        pipewright_html::page(&self.json()).expect("this is a report")
    }

    /// The report as a trace in Chrome's format, which [Perfetto](https://ui.perfetto.dev) opens. What ran side by
    /// side has tracks of its own; steps that were skipped have no time, and are left out.
    #[cfg(feature = "html")]
    pub fn chrome_trace(&self) -> String {
        pipewright_html::chrome_trace(&self.json()).expect("this is a report")
    }
}
