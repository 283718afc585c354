//! Packages as they are shown: what each lists, and which of it the index holds.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::index::{Address, Meant, StoryIndex, is_called, versions};
use crate::story::{Listed, Package};

/// A package, and how much of what it lists is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageRow {
    /// The package, without its entries.
    pub package: Package,
    /// Entries.
    pub listed: u64,
    /// Those that mean a story of the index.
    pub held: u64,
}

/// An entry of a package, and the stories that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Its place in the package, from 1.
    pub place: usize,
    /// What the package says.
    pub entry: Listed,
    /// Ids of the stories that it means, in order.
    pub stories: Vec<String>,
    /// The index does not hold the version that the package names, but others.
    pub other_version: bool,
}

/// What an id stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packaged {
    /// Packages, each with its entries.
    Packages(Vec<(PackageRow, Vec<EntryRow>)>),
    /// A story, and the packages that list it.
    Story(Vec<PackageRow>),
}

/// All packages of an index: newest first, those without a time last, then by id.
pub fn packages(index: &StoryIndex) -> Result<Vec<PackageRow>> {
    rows(index, |_| true)
}

/// What goes by an id: packages, or else the packages that list a story.
///
/// # Errors
///
/// An id of neither.
pub fn packages_of(index: &StoryIndex, id: &str) -> Result<Packaged> {
    let mut found = Vec::new();
    index.packages()?.each(|package| {
        if is_called(&package, id) {
            found.push(package);
        }
        Ok(())
    })?;
    if found.is_empty() {
        let address = index.find(id)?.ok_or_else(|| Error::NoPackage { id: id.to_owned() })?;
        return Ok(Packaged::Story(listing(index, address)?));
    }
    let meant = index.meant(found.iter().flat_map(|it| &it.listed))?;
    let mut packages = Vec::new();
    for package in found {
        let entries: Vec<EntryRow> = package
            .listed
            .iter()
            .enumerate()
            .map(|(at, entry)| entry_row(at + 1, entry, &meant))
            .collect();
        packages.push((row(package, &meant), entries));
    }
    packages.sort_by_cached_key(|(row, _)| order(row));
    Ok(Packaged::Packages(packages))
}

/// The packages that list a story.
fn listing(index: &StoryIndex, address: Address) -> Result<Vec<PackageRow>> {
    let story = index.story(address)?;
    let Some(native) = &story.native_id else { return Ok(Vec::new()) };
    let entry = Listed { native_id: native.clone(), ..Listed::default() };
    let all = index.meant([&entry])?.remove(native).unwrap_or_default();
    rows(index, |package| {
        let entries = package.listed.iter().filter(|it| it.native_id == *native);
        entries.into_iter().any(|it| {
            let meant = versions(it.version.as_deref(), &all, |it| it.version.as_deref());
            meant.iter().any(|it| it.address == address)
        })
    })
}

fn rows(index: &StoryIndex, is_wanted: impl Fn(&Package) -> bool) -> Result<Vec<PackageRow>> {
    let packages = index.packages()?;
    let mut entries = Vec::new();
    packages.each(|package| {
        if is_wanted(&package) {
            entries.extend(package.listed);
        }
        Ok(())
    })?;
    let meant = index.meant(&entries)?;
    drop(entries);
    let mut rows = Vec::new();
    packages.each(|package| {
        if is_wanted(&package) {
            rows.push(row(package, &meant));
        }
        Ok(())
    })?;
    rows.sort_by_cached_key(order);
    Ok(rows)
}

fn order(row: &PackageRow) -> impl Ord + use<> {
    let PackageRow { package: Package { filed, id, .. }, .. } = row;
    (filed.is_none(), std::cmp::Reverse(filed.clone()), id.clone())
}

fn row(mut package: Package, meant: &HashMap<String, Vec<Meant>>) -> PackageRow {
    let listed = std::mem::take(&mut package.listed);
    let held = listed.iter().filter(|it| !meant[&it.native_id].is_empty()).count() as u64;
    PackageRow { package, listed: listed.len() as u64, held }
}

fn entry_row(place: usize, entry: &Listed, meant: &HashMap<String, Vec<Meant>>) -> EntryRow {
    let all = &meant[&entry.native_id];
    let wanted = entry.version.as_deref();
    let stories = versions(wanted, all, |it| it.version.as_deref());
    EntryRow {
        place,
        other_version: wanted.is_some() && stories.iter().any(|it| it.version.as_deref() != wanted),
        stories: stories.into_iter().map(|it| it.id.clone()).collect(),
        entry: entry.clone(),
    }
}
