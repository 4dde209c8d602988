use crate::Crawl;
use crate::river_site::Site;
use crate::spider::{Found, Link, Spider};

fn link(path: &str) -> Link {
    Link {
        path: path.to_owned(),
    }
}

#[tokio::test]
async fn the_queue_grows_until_all_pages_are_read() {
    let site = Site::open().await.unwrap();
    let crawl = Crawl::new(Spider::new(site.address));
    let run = crawl.run(link("/index.html"), Found::default());
    let run = run.with_report().await;
    let found = run.output.unwrap();

    assert_eq!(found.pages.len(), 37);
    assert_eq!(found.pages["/rhone.html"], "The Rhône");
    let missing: Vec<_> = found.missing.iter().collect();
    let text = "the server answers 404".to_owned();
    assert_eq!(
        missing,
        [
            (&"/alier.html".to_owned(), &text),
            (&"/ticino.html".to_owned(), &text)
        ]
    );
    let named_by: Vec<_> = found.named_by["/rhine.html"].iter().collect();
    assert_eq!(
        named_by,
        [
            "/aare.html",
            "/main.html",
            "/moselle.html",
            "/neckar.html",
            "/north_sea.html"
        ]
    );
    assert!((2..=8).contains(&site.most_open()), "{}", site.most_open());

    let times = (run.outputs.fetch.times(), run.outputs.read.times());
    assert_eq!(times, (39, 37));
    let twice = run.report.trace.iter().filter(|row| row.attempts == 2);
    let payloads: Vec<_> = twice.filter_map(|row| row.payload.clone()).collect();
    assert_eq!(payloads.len(), 2, "{payloads:?}");
}

#[tokio::test]
async fn what_is_not_there_is_no_error_of_the_run() {
    let site = Site::open().await.unwrap();
    let crawl = Crawl::new(Spider::new(site.address));
    let run = crawl.run(link("/fjord.html"), Found::default());
    let found = run.await.unwrap();
    assert!(found.pages.is_empty());
    assert!(found.missing.contains_key("/fjord.html"));
}
