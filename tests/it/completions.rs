//! `newswire completions`.

use super::workdir::Workdir;

#[test]
fn every_shell_has_its_script() {
    let work = Workdir::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = work.run(&["completions", shell]).code(0).stdout;
        assert!(script.contains("newswire") && script.contains("no-match-ok"), "{shell}");
    }
    work.run(&["completions", "cobol"]).code(2);
}
