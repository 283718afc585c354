#![cfg_attr(fuzzing, no_main)]
newswire_fuzz::target!(newswire_fuzz::topics);
