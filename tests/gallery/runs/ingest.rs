use pipewright::OutcomeKind::{Err, Ok};

use super::steps;
use crate::archive::Archive;
use crate::river_site::Site;
use crate::{Ingest, snapshots};

#[tokio::test]
async fn each_document_flows_on_its_own_and_what_is_missing_is_told() {
    let site = Site::open().await.unwrap();
    let names = ["danube", "nile", "rhine", "thames", "oder"];
    let paths: Vec<_> = names.map(|name| format!("/{name}.html")).to_vec();
    let run = Ingest::new(Archive::new(site.address)).run(paths, 12);
    let run = run.with_report().await;

    let index = run.output.unwrap();
    let found: Vec<_> = index.documents.iter().map(|one| &*one.path).collect();
    assert_eq!(
        found,
        ["/danube.html", "/rhine.html", "/thames.html", "/oder.html"]
    );
    let missing = ("/nile.html".to_owned(), "the server answers 404".to_owned());
    assert_eq!(index.missing, [missing]);
    let (path, _) = index.nearest("Thames, England").unwrap();
    assert_eq!(path, "/thames.html");

    assert_eq!(steps(&run.report), [("documents", Ok, 1), ("file", Ok, 1)]);
    let elements = &run.report.steps[0].elements;
    let outcomes: Vec<_> = elements.iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Ok, Err, Ok, Ok, Ok]);
    let inner = |index: usize| elements[index].attempts[0].run.as_ref().unwrap();
    // a busy page is asked for again
    assert_eq!(steps(inner(0))[0], ("fetch", Ok, 2));
    assert_eq!(steps(inner(1))[0], ("fetch", Err, 1));
    assert_eq!(steps(inner(2)).len(), 5);
    snapshots::check("ingest", "run.mmd", &run.report.mermaid());
    snapshots::check("ingest", "run.svg", &run.report.svg());
}
