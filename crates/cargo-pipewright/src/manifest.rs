//! What a `Cargo.toml` says of its package.

use std::fs;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

/// A package, as cargo calls it.
#[derive(Debug)]
pub(crate) struct Package {
    name: String,
    version: String,
}

impl Package {
    /// The package of a folder; without a `Cargo.toml` that can be read, one that is named by the folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let text = manifest(folder);
        let text = text.as_deref().unwrap_or_default();
        let manifest = DeTable::parse(text).ok();
        let package = manifest
            .as_ref()
            .and_then(|all| table(all.get_ref(), "package"));
        let name = package.and_then(|package| string(package, "name"));
        Self {
            name: name.unwrap_or_else(|| last_part(folder)),
            version: package
                .and_then(|package| version(package, folder))
                .unwrap_or_else(|| "0.0.0".to_owned()),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The package's id as cargo gives it since 1.77: `path+file:///home/ada/shop#0.1.0`.
    pub(crate) fn id(&self, folder: &Path) -> String {
        let (name, version) = (&self.name, &self.version);
        let url = url(folder);
        match last_part(folder) == *name {
            true => format!("path+{url}#{version}"),
            false => format!("path+{url}#{name}@{version}"),
        }
    }
}

fn manifest(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join("Cargo.toml")).ok()
}

fn table<'a>(table: &'a DeTable<'a>, key: &str) -> Option<&'a DeTable<'a>> {
    match table.get(key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn string(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

/// `version = "0.1.0"`, or `version.workspace = true`.
fn version(package: &DeTable<'_>, folder: &Path) -> Option<String> {
    string(package, "version").or_else(|| {
        table(package, "version")?;
        folder.ancestors().find_map(workspace_version)
    })
}

fn workspace_version(folder: &Path) -> Option<String> {
    let text = manifest(folder)?;
    let manifest = DeTable::parse(&text).ok()?;
    let workspace = table(manifest.get_ref(), "workspace")?;
    string(table(workspace, "package")?, "version")
}

/// The folders of a workspace's members, as far as they stand in its `Cargo.toml`.
pub(crate) fn members(root: &Path) -> Vec<PathBuf> {
    let text = manifest(root).unwrap_or_default();
    let Ok(manifest) = DeTable::parse(&text) else {
        return Vec::new();
    };
    let Some(workspace) = table(manifest.get_ref(), "workspace") else {
        return Vec::new();
    };
    let excluded: Vec<_> = strings(workspace, "exclude")
        .map(|path| root.join(path))
        .collect();
    let mut members: Vec<PathBuf> = strings(workspace, "members")
        .flat_map(|pattern| matching(root, pattern))
        .filter(|member| member.join("Cargo.toml").is_file())
        .filter(|member| !excluded.iter().any(|excluded| member.starts_with(excluded)))
        .collect();
    members.sort();
    members.dedup();
    members
}

fn strings<'a>(table: &'a DeTable<'a>, key: &str) -> impl Iterator<Item = &'a str> {
    let array = table.get(key).map(toml::Spanned::get_ref);
    let items = match array {
        Some(DeValue::Array(items)) => Some(items.iter()),
        _ => None,
    };
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item.get_ref().as_str())
}

/// The folders below a root that a path leads to in which `*` and `?` may stand.
fn matching(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![root.to_owned()];
    for part in pattern.split('/').filter(|part| !matches!(*part, "" | ".")) {
        found = match part.contains(['*', '?']) {
            false => found.into_iter().map(|folder| folder.join(part)).collect(),
            true => found
                .iter()
                .flat_map(|folder| entries(folder, part))
                .collect(),
        };
    }
    found
}

fn entries(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| {
        let name = entry.file_name();
        fits(name.to_string_lossy().as_bytes(), pattern.as_bytes())
    });
    entries.map(|entry| entry.path()).collect()
}

fn fits(name: &[u8], pattern: &[u8]) -> bool {
    match (name, pattern) {
        (_, [b'*', rest @ ..]) => {
            fits(name, rest)
                || name
                    .split_first()
                    .is_some_and(|(_, name)| fits(name, pattern))
        }
        ([_, name @ ..], [b'?', rest @ ..]) => fits(name, rest),
        ([first, name @ ..], [other, rest @ ..]) => first == other && fits(name, rest),
        (name, pattern) => name.is_empty() && pattern.is_empty(),
    }
}

fn last_part(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// A path from the root as a URL.
fn url(path: &Path) -> String {
    let path = crate::folder::slashes(path);
    let mut url = "file://".to_owned();
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b' ' | b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'`' | b'{' | b'}' => {
                url.push_str(&format!("%{byte:02X}"));
            }
            b'!'..=b'~' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_version_may_be_that_of_the_workspace() {
        let this = Path::new(env!("CARGO_MANIFEST_DIR"));
        let package = Package::of(this);
        assert_eq!(package.name, "cargo-pipewright");
        assert_eq!(package.version, env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn patterns_of_members() {
        for (name, pattern) in [
            ("shop", "*"),
            ("shop", "s*p"),
            ("shop", "sh?p"),
            ("shop", "shop*"),
        ] {
            assert!(fits(name.as_bytes(), pattern.as_bytes()), "{pattern}");
        }
        for (name, pattern) in [
            ("shop", "s*q"),
            ("shop", "sho"),
            ("shop", "sh?"),
            ("shop", ""),
        ] {
            assert!(!fits(name.as_bytes(), pattern.as_bytes()), "{pattern}");
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .unwrap();
        assert!(members(root).contains(&Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn ids_are_those_of_cargo() {
        let package = Package {
            name: "shop".to_owned(),
            version: "0.1.0".to_owned(),
        };
        let id = |folder| package.id(Path::new(folder));
        assert_eq!(id("/home/ada/shop"), "path+file:///home/ada/shop#0.1.0");
        assert_eq!(
            id("/home/ada/my #1 shöp"),
            "path+file:///home/ada/my%20%231%20sh%C3%B6p#shop@0.1.0"
        );
    }
}
