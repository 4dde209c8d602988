//! What a `Cargo.toml` says of its package.

use std::fs;
use std::path::Path;

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
