//! Integration tests: the program as people run it, in one binary. One file a command.

mod accuracy;
mod any_query;
mod archive;
mod batch;
mod chains;
mod columns;
mod command_line;
mod completions;
mod copies;
mod corpus;
mod count;
mod docs;
mod explain;
mod facets;
mod fields;
mod formats;
mod formats_written;
mod html;
mod incremental;
mod index;
mod kwic;
mod layers;
mod man;
mod manifest;
mod meanings;
mod memory;
mod oracle;
mod outputs;
mod packages;
mod paging;
mod parse;
mod ranking;
mod resume;
mod search;
mod show;
mod stats;
mod timeline;
mod truth;
mod verify;
mod versions;
mod workdir;
mod written;

/// A file that nobody declares would be tests that never run.
#[test]
fn every_file_here_is_declared() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let declared = include_str!("main.rs");
    for entry in std::fs::read_dir(here).expect("the folder of this file can be read") {
        let path = entry.expect("its entries can be read").path();
        let name = path.file_stem().expect("an entry has a name").to_string_lossy().into_owned();
        assert!(
            ["main", "snapshots"].contains(&&*name) || declared.contains(&format!("mod {name};")),
            "tests/it/{name} is not declared in main.rs"
        );
    }
}
