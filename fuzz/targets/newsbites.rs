#![cfg_attr(fuzzing, no_main)]
newswire_fuzz::target!(|bytes: &[u8]| newswire_fuzz::format("newsbites", bytes));
