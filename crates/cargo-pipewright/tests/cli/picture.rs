//! The picture of a report that the README shows.
//!
//! With `PIPEWRIGHT_BLESS=1`, which `cargo xtask bless` sets, it is drawn anew.

use std::path::Path;
use std::{env, fs};

use anstyle::{Color, RgbColor};
use anstyle_svg::{Term, WIN10_CONSOLE};

use crate::{command, fixture};

const PICTURE: &str = "../../docs/report.svg";

/// The colours of a dark terminal, whatever the page around it has.
const DARK: Color = Color::Rgb(RgbColor(0x1b, 0x1f, 0x24));
const LIGHT: Color = Color::Rgb(RgbColor(0xd8, 0xde, 0xe4));

#[test]
fn it_shows_what_check_prints() {
    let arguments = ["check", "--color", "always"];
    let output = command(&fixture("pictured"), &arguments).output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(String::from_utf8);
    let typed = "\u{1b}[1m$ cargo pipewright check\u{1b}[0m\n";
    let text = [typed, &stdout.unwrap(), &stderr.unwrap()].concat();
    let term = Term::new()
        .palette(WIN10_CONSOLE)
        .bg_color(DARK)
        .fg_color(LIGHT);
    let svg = term.render_svg(text.trim_end());

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE);
    if env::var("PIPEWRIGHT_BLESS").is_ok_and(|bless| bless == "1") {
        fs::write(path, svg).unwrap();
        return;
    }
    let old = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(
        old == svg,
        "docs/report.svg is out of date; if it should be, run `cargo xtask bless`"
    );
}
