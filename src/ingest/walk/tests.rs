use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

/// A folder with these files in it; a name that ends in `/` is a folder.
fn tree(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = dir.path().join(file);
        if file.ends_with('/') {
            fs::create_dir_all(path).expect("a folder");
        } else {
            fs::create_dir_all(path.parent().expect("below")).expect("a folder");
            fs::write(path, file).expect("a file");
        }
    }
    dir
}

/// One line for each thing found, with the temporary folder written as `T`.
fn found(dir: &tempfile::TempDir, paths: &[&str]) -> Vec<String> {
    let paths: Vec<PathBuf> = paths
        .iter()
        .map(|path| match *path {
            "-" => "-".into(),
            "." => dir.path().to_owned(),
            path => dir.path().join(path),
        })
        .collect();
    let top = dir.path().to_str().expect("text").to_owned();
    walk(&paths, &Limits::default())
        .expect("all paths exist")
        .map(|found| match found {
            Found::File(file) => file.name,
            Found::Stdin => "-".to_owned(),
            Found::Ignored { name, kind } => format!("{name} = {kind}"),
            Found::Skipped { name, reason } => format!("{name} ! {reason}"),
        })
        .map(|line| line.replace(&top, "T"))
        .collect()
}

#[test]
fn whole_paths_are_sorted_by_their_bytes() {
    let dir = tree(&["b.txt", "a/z", "a.txt", "a/b/c", "a-1", "B", "é", "empty/"]);
    let lines = found(&dir, &["."]);
    assert_eq!(lines, ["T/B", "T/a-1", "T/a.txt", "T/a/b/c", "T/a/z", "T/b.txt", "T/é"]);
    let mut sorted = lines.clone();
    sorted.sort();
    assert_eq!(lines, sorted);
}

#[test]
fn a_file_carries_its_size_and_time() {
    let dir = tree(&["story.txt"]);
    let path = dir.path().join("story.txt");
    let time = UNIX_EPOCH + std::time::Duration::new(1_000_000_000, 5000);
    fs::File::options().write(true).open(&path).expect("opens").set_modified(time).expect("set");
    let walk = walk(std::slice::from_ref(&path), &Limits::default()).expect("exists");
    let Some(Found::File(file)) = walk.into_iter().next() else { panic!("no file") };
    assert_eq!((file.size, file.modified), (9, 1_000_000_000_000_005_000));
    assert_eq!(file.real, fs::canonicalize(path).expect("exists"));
}

#[test]
fn litter_and_hidden_files_are_counted_unless_named() {
    let dir = tree(&[".hidden/x", "__MACOSX/y", "._z", ".DS_Store", "Thumbs.db", "kept"]);
    assert_eq!(
        found(&dir, &["."]),
        [
            "T/.DS_Store = system file",
            "T/._z = system file",
            "T/.hidden = hidden file",
            "T/Thumbs.db = system file",
            "T/__MACOSX = system file",
            "T/kept",
        ]
    );
    assert_eq!(found(&dir, &[".hidden"]), ["T/.hidden/x"]);
}

#[test]
fn overlapping_paths_are_read_once() {
    let dir = tree(&["a/1", "a/b/2", "a/.h/3", "c"]);
    assert_eq!(
        found(&dir, &["a/b", "a", "-", "a/1", "a/b", "-", "c", "a/.h"]),
        [
            "T/a/b/2",
            "T/a/.h = hidden file",
            "T/a/1",
            "T/a/b = path named twice",
            "-",
            "T/a/1 = path named twice",
            "T/a/b = path named twice",
            "- = path named twice",
            "T/c",
            "T/a/.h/3",
        ]
    );
}

#[test]
fn links_are_followed_only_to_what_would_be_missed() {
    let dir = tree(&["in/a/1", "in/.store/2", "in/.store/deep/3", "out/secret"]);
    let at = |path: &str| dir.path().join(path);
    symlink(at("in/a"), at("in/to-a")).expect("link");
    symlink(at("in/a/1"), at("in/to-1")).expect("link");
    symlink(at("in/.store/2"), at("in/to-2")).expect("link");
    symlink(at("in/.store"), at("in/to-store")).expect("link");
    symlink(at("out/secret"), at("in/to-secret")).expect("link");
    symlink("../out", at("in/to-out")).expect("link");
    symlink("nowhere", at("in/to-nothing")).expect("link");
    let lines = found(&dir, &["in"]);
    assert_eq!(
        lines,
        [
            "T/in/.store = hidden file",
            "T/in/a/1",
            "T/in/to-1 = link to a file read anyway",
            "T/in/to-2",
            "T/in/to-a = link to a file read anyway",
            "T/in/to-nothing ! the link leads to nothing",
            "T/in/to-out ! the link leads out of the paths that were named; to read what it leads to, name T/out too",
            "T/in/to-secret ! the link leads out of the paths that were named; to read what it leads to, name T/out/secret too",
            "T/in/to-store/2 = link to a file read anyway",
            "T/in/to-store/deep/3",
        ]
    );
    // A link that is named itself is followed, and so is one into another named path.
    assert_eq!(found(&dir, &["in/to-out"]), ["T/in/to-out/secret"]);
    let both = found(&dir, &["in", "out"]);
    assert!(both.contains(&"T/in/to-secret = link to a file read anyway".to_owned()), "{both:?}");
    assert!(both.contains(&"T/out/secret".to_owned()));
}

#[test]
fn loops_end() {
    let dir = tree(&["a/b/1", ".s/x"]);
    let at = |path: &str| dir.path().join(path);
    symlink("..", at("a/b/up")).expect("link");
    symlink(at(""), at("a/top")).expect("link");
    symlink("self", at("a/self")).expect("link");
    symlink("pong", at("a/ping")).expect("link");
    symlink("ping", at("a/pong")).expect("link");
    symlink("../.s", at("a/s")).expect("link");
    symlink("../a/s", at(".s/again")).expect("link");
    let lines = found(&dir, &["."]);
    let text = lines.join("\n");
    assert!(text.contains("T/a/b/up ! the link leads back to a folder that holds it"), "{text}");
    assert!(text.contains("T/a/top ! the link leads back"), "{text}");
    assert!(text.contains("T/a/self ! the link cannot be followed"), "{text}");
    assert!(text.contains("T/a/ping ! the link cannot be followed"), "{text}");
    assert!(text.contains("T/a/s/again ! the link leads back"), "{text}");
    assert_eq!(lines.iter().filter(|line| !line.contains([' '])).count(), 2, "{text}");
}

#[test]
fn an_index_is_no_archive() {
    let dir = tree(&["a", "index/newswire.json", "index/meta.json", "index/x", "other/meta.json"]);
    assert_eq!(found(&dir, &["."]), ["T/a", "T/index = index folder", "T/other/meta.json"]);
    assert_eq!(found(&dir, &["index"]), ["T/index = index folder"]);
}

#[test]
fn hard_links_are_read_once() {
    let dir = tree(&["a", "c"]);
    fs::hard_link(dir.path().join("a"), dir.path().join("b")).expect("link");
    assert_eq!(found(&dir, &["."]), ["T/a", "T/b = second name of the same file", "T/c"]);
}

#[test]
fn pipes_and_sockets_in_folders_are_not_opened() {
    let dir = tree(&["a"]);
    let status = std::process::Command::new("mkfifo").arg(dir.path().join("pipe")).status();
    let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("sock")).expect("bound");
    let lines = found(&dir, &["."]);
    assert!(lines.iter().any(|line| line.starts_with("T/sock ! it is a pipe")), "{lines:?}");
    if status.is_ok_and(|status| status.success()) {
        assert!(lines.iter().any(|line| line.starts_with("T/pipe ! it is a pipe")), "{lines:?}");
        // Named, it is meant: a shell passes `<(…)` in this way.
        assert_eq!(found(&dir, &["pipe"]), ["T/pipe"]);
    }
}

#[test]
fn odd_names_are_printable_and_found() {
    let dir = tree(&["plain"]);
    let odd = dir.path().join(OsStr::from_bytes(b"bad\xff\nname"));
    // Some file systems take only UTF-8.
    if fs::write(&odd, "text").is_ok() {
        assert_eq!(found(&dir, &["."]), ["T/bad\\xFF\\x0Aname", "T/plain"]);
        let mut walk = walk(&[dir.path().to_owned()], &Limits::default()).expect("exists");
        let Some(Found::File(file)) = walk.next() else { panic!("no file") };
        assert_eq!(fs::read(file.real).expect("it opens"), b"text");
    }
}

#[test]
fn long_paths_and_closed_folders_are_reported() {
    let dir = tree(&["short", "a-name-that-is-rather-long/x", "closed/y"]);
    let limits = Limits { path: dir.path().as_os_str().len() + 10 };
    let closed = dir.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).expect("set");
    let reasons: Vec<String> = walk(&[dir.path().to_owned()], &limits)
        .expect("exists")
        .filter_map(|found| match found {
            Found::Skipped { reason, .. } => Some(reason),
            _ => None,
        })
        .collect();
    assert!(reasons[0].contains("--max-path"), "{reasons:?}");
    // Root may read everything.
    if fs::read_dir(&closed).is_err() {
        assert!(reasons[1].contains("cannot be read"), "{reasons:?}");
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).expect("set");
}

#[test]
fn a_missing_path_is_an_error_with_a_way_out() {
    let dir = tree(&["archive-1987.tar.gz"]);
    let missing = |name: &str| {
        let paths = [dir.path().to_owned(), dir.path().join(name)];
        walk(&paths, &Limits::default()).err().expect("nothing there").to_string()
    };
    let error = missing("archive-1978.tar.gz");
    assert!(error.contains("archive-1978.tar.gz") && error.contains("did you mean"), "{error}");
    assert!(error.contains("archive-1987.tar.gz?"), "{error}");
    let error = missing("something-else");
    assert!(error.contains("something-else: check the spelling"), "{error}");
}

#[test]
fn no_paths_no_files() {
    assert_eq!(walk(&[], &Limits::default()).expect("nothing wrong").count(), 0);
}
