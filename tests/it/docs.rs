//! Documents that are made from the program are what the program makes.

use std::fs;

#[test]
fn the_schema_of_the_record_is_the_types() {
    let text = newswire::story::json_schema();
    let path = "docs/story.schema.json";
    if std::env::var_os("NEWSWIRE_BLESS").is_some_and(|value| value == "1") {
        fs::write(path, &text).expect("the schema is written");
    }
    let shipped = fs::read_to_string(path).expect("the schema is there");
    assert_eq!(shipped, text, "write it anew with NEWSWIRE_BLESS=1");
}
