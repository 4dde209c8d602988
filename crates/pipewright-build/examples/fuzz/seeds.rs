//! The descriptions that are broken.

use std::fs;
use std::path::Path;

pub(crate) struct Seed {
    /// With an extension that says which form it is.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Longer ones are left out: there is nothing more in them.
const LONGEST: usize = 4_000;

/// All descriptions of the repository, wrong ones too.
pub(crate) fn all(root: &Path) -> Vec<Seed> {
    let mut seeds = Vec::new();
    for folder in [
        "pipelines",
        "crates/pipewright-build/tests/ui",
        "crates/pipewright-build/tests/good",
    ] {
        read(&root.join(folder), &mut seeds);
    }
    seeds.sort_by(|a: &Seed, b| a.path.cmp(&b.path).then_with(|| a.text.cmp(&b.text)));
    assert!(
        !seeds.is_empty(),
        "no descriptions below {}",
        root.display()
    );
    seeds
}

fn read(folder: &Path, seeds: &mut Vec<Seed>) {
    let entries = fs::read_dir(folder).expect("a folder of the repository");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let form = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            read(&path, seeds);
        } else if let (Some(form @ ("toml" | "rs")), Ok(text)) = (form, fs::read_to_string(&path))
            && !text.is_empty()
            && text.len() < LONGEST
        {
            let path = format!("pipelines/fuzz.{form}");
            seeds.push(Seed { path, text });
        }
    }
}
