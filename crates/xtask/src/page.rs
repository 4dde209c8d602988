//! The page of a report: whether what is committed is what its source makes, and how it does in a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::npm;
use crate::shell::{self, at};

/// What the page is made of, and what is made of it.
const SOURCE: &str = "crates/pipewright-html/ui";
const BUNDLE: &str = "crates/pipewright-html/bundle/page.html";

/// The browsers that can be driven, by their names on several systems.
const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Whether the committed page is current, and whether it does what it should in a browser.
pub(crate) fn check() -> Outcome {
    if !npm::is_here() {
        return npm::left_out(
            "page",
            "the page of a report was neither made anew nor opened: node or npm is not on this machine",
        );
    }
    let folder = install()?;
    shell::all([is_current(&folder), types(&folder), in_browser(&folder)])
}

/// Makes the page that is committed.
pub(crate) fn bless() -> Outcome {
    if !npm::is_here() {
        eprintln!("page: LEFT OUT, it was not made anew: node or npm is not on this machine");
        return Ok(());
    }
    let folder = install()?;
    build(&folder, &shell::root().join(BUNDLE))
}

/// `cargo xtask page measure`, and `picture`.
pub(crate) fn run(word: &str) -> Outcome {
    let folder = install()?;
    let Some(browser) = browser() else {
        return Err(format!(
            "there is none of these browsers: {}",
            BROWSERS.join(", ")
        ));
    };
    let pages = pages(&folder)?;
    let script = format!("test/{word}.mjs");
    shell::run(&mut driven(&folder, &pages, &browser, &[&script]))
}

/// A copy of the source below `target`, with the packages that it needs.
fn install() -> Result<PathBuf, String> {
    let root = shell::root();
    let folder = root.join("target/page");
    for place in ["src", "style", "test"] {
        let place = folder.join(place);
        if place.is_dir() {
            fs::remove_dir_all(&place).map_err(at(&place))?;
        }
    }
    let source = root.join(SOURCE);
    for file in shell::files(&source, "")? {
        let name = file.strip_prefix(&source).unwrap_or(&file);
        if name.starts_with("node_modules") {
            continue;
        }
        let copy = folder.join(name);
        let place = copy.parent().unwrap_or(&folder);
        fs::create_dir_all(place).map_err(at(place))?;
        fs::copy(&file, &copy).map_err(at(&file))?;
    }
    npm::install(&folder)?;
    Ok(folder)
}

fn build(folder: &Path, to: &Path) -> Outcome {
    shell::run(
        Command::new("node")
            .arg("build.mjs")
            .arg(to)
            .current_dir(folder),
    )
}

fn is_current(folder: &Path) -> Outcome {
    let made = folder.join("page.made.html");
    build(folder, &made)?;
    let committed = shell::root().join(BUNDLE);
    let [made, committed] = [made, committed].map(|path| fs::read(&path).map_err(at(&path)));
    match made? == committed? {
        true => Ok(()),
        false => Err(format!(
            "{BUNDLE} is not what {SOURCE} makes: `cargo xtask bless` makes it anew"
        )),
    }
}

fn types(folder: &Path) -> Outcome {
    shell::run(
        Command::new("node")
            .arg("node_modules/typescript/bin/tsc")
            .current_dir(folder),
    )
}

/// Clicks, keys and rules of accessibility, on pages of real runs and of others.
fn in_browser(folder: &Path) -> Outcome {
    let Some(browser) = browser() else {
        return npm::left_out(
            "page",
            "the page of a report was not opened: there is no Chromium on this machine",
        );
    };
    let pages = pages(folder)?;
    let tests = ["page", "access", "trace"].map(|name| format!("test/{name}.test.mjs"));
    let tests = ["--test", &tests[0], &tests[1], &tests[2]];
    shell::run(&mut driven(folder, &pages, &browser, &tests))
}

/// A program that drives a browser over these pages.
fn driven(folder: &Path, pages: &Path, browser: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("node");
    command.args(arguments).current_dir(folder);
    command.env("PIPEWRIGHT_PAGES", pages);
    command.env("PIPEWRIGHT_BROWSER", browser);
    command.env("PIPEWRIGHT_PICTURE", shell::root().join("docs/run.webp"));
    command
}

fn pages(folder: &Path) -> Result<PathBuf, String> {
    let pages = folder.join("pages");
    shell::run(shell::cargo(["run", "-q", "--example", "reports", "--"]).arg(&pages))?;
    let made = [
        "run",
        "-q",
        "-p",
        "pipewright-html",
        "--example",
        "pages",
        "--",
    ];
    shell::run(shell::cargo(made).arg(&pages))?;
    Ok(pages)
}

/// The browser that `CHROME` names, or one that is found, or that Debian's packages have for root.
fn browser() -> Option<String> {
    let named = std::env::var("CHROME").ok();
    named.or_else(find).or_else(|| {
        let is_root = shell::works(Command::new("sh").args(["-c", "test \"$(id -u)\" = 0"]));
        let has_packages = is_root && shell::works(Command::new("apt-get").arg("--version"));
        let install = ["install", "-y", "--no-install-recommends", "chromium"];
        has_packages
            .then(|| shell::run(Command::new("apt-get").args(install)))?
            .ok()?;
        find()
    })
}

fn find() -> Option<String> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .flat_map(|folder| BROWSERS.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    Some(found?.to_string_lossy().into_owned())
}
