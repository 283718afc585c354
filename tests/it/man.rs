//! `newswire man`.

use super::workdir::Workdir;

#[test]
fn a_page_is_printed_and_one_for_each_command_written() {
    let work = Workdir::new();
    let page = work.run(&["man"]).code(0).stdout;
    assert!(page.contains(".TH newswire 1"), "{page}");
    std::fs::create_dir(work.path("man1")).expect("a folder can be made");
    work.run(&["man", "man1"]).code(0);
    let search = work.read("man1/newswire-search.1");
    assert!(search.contains("Examples:") && search.contains("no\\-match\\-ok"), "{search}");
    work.run(&["man", "nowhere"]).code(3);
}
