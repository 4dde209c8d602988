//! Steps that are repeated over constants.

use std::sync::Mutex;

use crate::pipelines::{ConstantRegions, Pages, RegionPages, Regions, constant_regions, regions};
use crate::script::{Fault, Script, give, told};

/// Writes reports, and keeps what was noted.
#[derive(Default)]
struct Writer(Mutex<Vec<String>>);

impl regions::Steps for Writer {
    async fn write_report(
        &self,
        _: &regions::Context,
        region: &'static str,
        n: u32,
    ) -> Result<String, Fault> {
        Ok(format!("{region}: {n}"))
    }

    async fn measure(
        &self,
        _: &regions::Context,
        region: &'static str,
        report: Option<&String>,
    ) -> Result<u32, Fault> {
        let mut notes = self.0.lock().unwrap();
        notes.push(format!("{region}: {report:?}"));
        Ok(report.map_or(0, |report| report.len() as u32))
    }

    async fn note(&self, _: &regions::Context, half: u8, late: bool) -> Result<(), Fault> {
        self.0.lock().unwrap().push(format!("{half} {late}"));
        Ok(())
    }

    async fn join(
        &self,
        _: &regions::Context,
        reports: [Option<&String>; 2],
        eu: u32,
        lengths: [&u32; 2],
    ) -> Result<String, Fault> {
        Ok(format!("{reports:?} {eu} {lengths:?}"))
    }

    async fn tell(
        &self,
        _: &regions::Context,
        all: Option<&String>,
        lengths: [Option<&u32>; 2],
        other: String,
    ) -> Result<String, Fault> {
        Ok(format!("{all:?} {lengths:?} {other}"))
    }
}

#[tokio::test]
async fn a_family_is_a_step_for_each_value() {
    let run = Regions::new(Writer::default()).run(7).with_report().await;
    let all = r#"[Some(\"eu: 7\"), Some(\"North America: 7\")] 5 [5, 16]"#;
    assert_eq!(
        run.output.unwrap(),
        format!("Some(\"{all}\") [Some(5), Some(16)] North America: 7")
    );
    let mut names: Vec<_> = run.report.steps.iter().map(|step| &*step.step).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "join",
            "measure_eu",
            "measure_north_america",
            "measure_one",
            "note_1_false",
            "note_1_true",
            "note_2_false",
            "note_2_true",
            "tell",
            "write_report_eu",
            "write_report_north_america",
        ]
    );
    assert_eq!(run.outputs.measure_north_america.ok(), Some(&16));
}

#[tokio::test]
async fn its_variable_is_a_constant_also_in_guards() {
    let writer = std::sync::Arc::new(Writer::default());
    let run = Regions::new(writer.clone()).run(10).with_report().await;
    assert_eq!(
        run.output.unwrap(),
        "None [Some(0), Some(17)] North America: 10"
    );
    assert_eq!(
        told(&run.outputs.write_report_eu),
        "skipped: its condition was false"
    );
    assert_eq!(told(&run.outputs.join), "skipped: its condition was false");
    let notes = writer.0.lock().unwrap();
    assert!(notes.contains(&"eu: None".to_owned()), "{notes:?}");
    assert_eq!(
        notes[3..].len(),
        4,
        "after all that it was to be after: {notes:?}"
    );
}

crate::scripted! { pages: add([u32; 3]) -> u32; }

#[tokio::test(start_paused = true)]
async fn a_family_of_pipelines() {
    let script = Script::new()
        .on("left", [give(1).after(2)])
        .on("add", [give(6)]);
    let run = Pages::new(script.clone()).run().with_report().await;
    assert_eq!(run.output.unwrap(), 6);
    assert_eq!(script.starts("left"), [0.0; 3]);
    assert_eq!(script.starts("add"), [2.0]);
    let inner = run.report.step("page_2").unwrap().run().unwrap();
    assert_eq!(inner.pipeline, "behaviour::inside");
}

crate::scripted! { region_pages:
    measure_page(&'static str, &u32) -> u32;
    add_page(u32, &u32) -> u32;
    add_all([u32; 2]) -> u32;
}

#[tokio::test]
async fn a_family_of_maps_and_one_of_folds() {
    let script = Script::new()
        .on("measure_page", (1..=5).map(give))
        .on("add_page", (1..=5).map(give))
        .on("add_all", [give(7)]);
    let run = RegionPages::new(script.clone())
        .run(vec![1, 2, 3])
        .with_report()
        .await;
    assert_eq!(run.output.unwrap(), 7);
    let elements = |step| run.report.step(step).unwrap().elements.len();
    assert_eq!(["measure_page_eu", "measure_page_us"].map(elements), [3, 3]);
    assert_eq!(run.outputs.measure_page_eu.ok().unwrap().len(), 2);
    assert_eq!(run.outputs.measure_page_us.ok().unwrap().len(), 3);
}

/// What a family is repeated over.
pub struct Region {
    pub code: &'static str,
    pub open: bool,
}

impl constant_regions::Steps for Writer {
    async fn find_code(
        &self,
        _: &constant_regions::Context,
        region: Region,
    ) -> Result<String, Fault> {
        Ok(region.code.to_owned())
    }

    async fn join_codes(
        &self,
        _: &constant_regions::Context,
        code: [Option<&String>; 2],
    ) -> Result<String, Fault> {
        Ok(format!("{code:?}"))
    }
}

#[tokio::test]
async fn values_may_be_constants() {
    let run = ConstantRegions::new(Writer::default()).run().with_report();
    let run = run.await;
    assert_eq!(run.output.unwrap(), r#"[Some("eu"), None]"#);
    assert!(run.outputs.find_code_eu.is_ok() && run.outputs.find_code_us.is_skipped());
}
