use pipewright::OutcomeKind::{Err, Ok};

use super::steps;
use crate::pictures::{self, PictureError, Studio};
use crate::{Thumbnails, snapshots};

#[tokio::test]
async fn pictures_that_cannot_be_read_are_told_and_the_others_are_there() {
    let run = Thumbnails::new(Studio).run(pictures::files(), 24);
    let run = run.with_report().await;
    let sheet = run.output.unwrap();
    assert_eq!(sheet.lines.len(), 12);
    assert!(
        sheet
            .lines
            .iter()
            .all(|line| line.chars().count() == 2 * 26)
    );
    assert_eq!(
        sheet.notes,
        [
            "letter.txt: this is no PGM",
            "torn.pgm: it ends after 19985 of 45000 pixels"
        ]
    );
    let all = run.outputs.shrink.ok().unwrap();
    let names: Vec<_> = all.oks().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["ball.pgm", "waves.pgm"]);
    let error = all[1].as_ref().unwrap_err();
    assert_eq!(error.failure(), Some(&PictureError::OtherFormat));
    assert_eq!(
        steps(&run.report),
        [("shrink", Ok, 1), ("place", Ok, 1), ("label", Ok, 1)]
    );
    let elements = &run.report.steps[0].elements;
    let outcomes: Vec<_> = elements.iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Ok, Err, Ok, Err]);
    snapshots::check("thumbnails", "run.mmd", &run.report.mermaid());
}
