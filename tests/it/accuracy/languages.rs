//! Copy in other languages than English, of many agencies, labelled by hand before it was read.

use super::labelled::{Tally, stories};

#[test]
fn fields_of_copy_in_other_languages() {
    Tally::of(&stories("languages.txt")).holds();
}
