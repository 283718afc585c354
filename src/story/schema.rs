//! JSON Schema of the record, generated from the types.

use super::Story;

/// Returns the JSON Schema of the record, pretty-printed, with a line feed at the end.
///
/// `docs/story.schema.json` is this text; a test holds the two together.
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(Story);
    let mut text =
        serde_json::to_string_pretty(&schema).expect("a schema is plain JSON and always prints");
    text.push('\n');
    text
}
