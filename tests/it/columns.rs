//! `--map`: which column is what, said by hand.

use super::workdir::Workdir;

const TABLE: &str = "nr;Titel;Inhalt;Zeit\n\
    a-1;Nebel im Hafen;Der Hafen liegt seit Montag im Nebel.;04.03.2019 10:15\n\
    a-2;Sonne im Hafen;Die Sonne kam am Dienstag zurück.;05.03.2019 11:15\n";

const MAP: &str = "zone = \"Europe/Berlin\"\nnr = \"native_id\"\nTitel = \"headline\"\n\
    Inhalt = \"body\"\nZeit = \"filed\"\nagency = { value = \"dpa\" }\n";

#[test]
fn a_map_makes_stories_of_any_table() {
    let work = Workdir::new();
    work.write("table.csv", TABLE);
    work.write("map.toml", MAP);
    let ran = work.run(&["parse", "--map", "map.toml", "table.csv"]).code(0);
    let first: serde_json::Value =
        serde_json::from_str(ran.stdout.lines().next().expect("a record")).expect("JSON");
    assert_eq!(first["id"], "dpa:a-1");
    assert_eq!(first["filed"], "2019-03-04T09:15:00Z");
    assert_eq!(first["headline"], "Nebel im Hafen");
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
}

#[test]
fn another_map_reads_files_again() {
    let work = Workdir::new();
    work.write("table.csv", TABLE);
    work.write("map.toml", MAP);
    let index = ["index", "--map", "map.toml", "table.csv"];
    assert!(work.run(&index).code(0).stderr.contains("2 indexed"));
    assert!(work.run(&index).code(0).stderr.contains("nothing new to read"));
    // The same in other words.
    work.write("map.toml", format!("# dpa\n{MAP}"));
    assert!(work.run(&index).code(0).stderr.contains("nothing new to read"));
    work.write("map.toml", MAP.replace("Titel = \"headline\"", "Titel = \"slug\""));
    assert!(work.run(&index).code(0).stderr.contains("2 replaced"));
    let search = ["search", "--corpus", "table.csv", "--map", "map.toml", "slug:nebel*"];
    work.run(&search).code(0);
}

#[test]
fn what_cannot_work_is_told() {
    let work = Workdir::new();
    work.write("table.csv", TABLE);
    work.write("map.toml", "Titel = \"heading\"\n");
    let ran = work.run(&["parse", "--map", "map.toml", "table.csv"]).code(2);
    assert!(ran.stderr.contains("did you mean headline?"), "{}", ran.stderr);
    work.run(&["parse", "--map", "none.toml", "table.csv"]).code(3);
    work.write("map.toml", "Titl = \"headline\"\nInhalt = \"body\"\n");
    let ran = work.run(&["parse", "--map", "map.toml", "table.csv"]).code(0);
    assert!(ran.stderr.contains("did you mean Titel?"), "{}", ran.stderr);
    let ran = work.run(&["search", "--map", "map.toml", "nebel"]).code(2);
    assert!(ran.stderr.contains("--corpus"), "{}", ran.stderr);
}
