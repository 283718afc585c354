//! `newswire packages [ID]`: what agencies put together, and which of it the index holds.

use std::path::Path;

use clap::Args;
use newswire::error::Result;
use newswire::index::StoryIndex;
use newswire::search::{EntryRow, PackageRow, Packaged, packages, packages_of};
use newswire::story::{Listed, Package, TakeKind};
use serde_json::json;

use super::screen::Screen;
use super::table::table;
use super::{Exit, Listing, print};

/// List the packages that agencies made of their stories
///
/// A package (NewsML-G2 packageItem, ninjs composite …) has no text of its own: it lists stories,
/// and is counted as none. Without an ID, prints all packages, newest first, with how many of their
/// entries the index holds. With the id of a package, prints its entries in order, with the stories
/// that they mean: those of the version that the package names if the index holds it, else all
/// versions. With the id of a story, prints the packages that list it. In queries, package:ID finds
/// the stories of a package. Exits with 1 where there is none.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire packages\n  \
    newswire packages --output jsonl urn:newsml:dpa.com:20090101:250506-99")]
pub struct PackagesArgs {
    /// Id of a package or of a story
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
}

/// Runs the command.
pub fn run(args: &PackagesArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let index = StoryIndex::open(dir)?;
    let found = match &args.id {
        None => Packaged::Story(packages(&index)?),
        Some(id) => packages_of(&index, id)?,
    };
    let text = match (&found, args.output) {
        (Packaged::Story(rows), Listing::Jsonl) => rows.iter().map(package_line).collect(),
        (Packaged::Packages(all), Listing::Jsonl) => all
            .iter()
            .flat_map(|(row, entries)| entries.iter().map(|entry| entry_line(row, entry)))
            .collect::<String>(),
        (Packaged::Story(rows), Listing::Table) if rows.is_empty() => String::new(),
        (Packaged::Story(rows), Listing::Table) => package_table(screen, rows),
        (Packaged::Packages(all), Listing::Table) => {
            let shown: Vec<String> =
                all.iter().map(|(row, entries)| whole_table(screen, row, entries)).collect();
            shown.join("\n")
        }
    };
    print(screen, text.as_bytes())?;
    let is_nothing = matches!(&found, Packaged::Story(rows) if rows.is_empty());
    if is_nothing {
        screen.note("no package");
    }
    Ok(if is_nothing { Exit::Nothing } else { Exit::Done })
}

fn package_line(row: &PackageRow) -> String {
    let Package { id, native_id, version, agency, headline, slug, filed, status, .. } =
        &row.package;
    let line = json!({
        "id": id, "native_id": native_id, "version": version, "agency": agency,
        "headline": headline, "slug": slug, "filed": filed, "status": status,
        "listed": row.listed, "held": row.held,
    });
    format!("{line}\n")
}

fn entry_line(row: &PackageRow, entry: &EntryRow) -> String {
    let Listed { native_id, version, group, kind, headline } = &entry.entry;
    let line = json!({
        "package": row.package.id, "place": entry.place, "group": group, "kind": kind,
        "native_id": native_id, "version": version, "headline": headline,
        "stories": entry.stories, "other_version": entry.other_version,
    });
    format!("{line}\n")
}

fn filed(package: &Package) -> String {
    package.filed.clone().unwrap_or_else(|| "no date".to_owned())
}

/// Headline or slug, and what became of it where it does not stand as it was first sent.
fn name(package: &Package) -> String {
    let name = package.headline.as_ref().or(package.slug.as_ref()).cloned().unwrap_or_default();
    match package.status {
        TakeKind::New => name,
        status => format!("[{}] {name}", status.name()),
    }
}

fn package_table(screen: &Screen, rows: &[PackageRow]) -> String {
    let cells = |row: &PackageRow| {
        let held = format!("{} of {}", row.held, row.listed);
        vec![row.package.id.clone(), filed(&row.package), held, name(&row.package)]
    };
    table(&screen.paint(), rows.iter().map(cells).collect(), &[2])
}

fn whole_table(screen: &Screen, row: &PackageRow, entries: &[EntryRow]) -> String {
    let head = format!(
        "{} · {} · {} of {} listed are in the index\n{}",
        row.package.id,
        filed(&row.package),
        row.held,
        row.listed,
        name(&row.package)
    );
    let cells = |it: &EntryRow| {
        let stories = match it.stories.as_slice() {
            [] => "not in the index".to_owned(),
            ids if it.other_version => format!("{} (another version)", ids.join(", ")),
            ids => ids.join(", "),
        };
        vec![
            it.place.to_string(),
            it.entry.group.clone().unwrap_or_default(),
            it.entry.kind.clone().unwrap_or_default(),
            stories,
            it.entry.headline.clone().unwrap_or_else(|| it.entry.native_id.clone()),
        ]
    };
    let paint = screen.paint();
    let body = match entries {
        [] => String::new(),
        entries => table(&paint, entries.iter().map(cells).collect(), &[0]),
    };
    format!("{}\n{body}", paint.shown(head.trim_end()))
}
