use super::*;
use crate::format::Cut;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

fn read(text: &[u8], limit: usize, buffer: usize) -> Vec<RawStory> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.to_vec()));
    Conll
        .cut(Box::new(input), &Limits { story: limit })
        .filter_map(|it| match it {
            Cut::Record(record) => Conll.read(&record, &Context::default()).ok(),
            _ => None,
        })
        .filter_map(|it| if let Read::Raw(story) = it { Some(story) } else { None })
        .collect()
}

fn copy(story: &RawStory) -> &str {
    let Body::Copy(text) = &story.body else { panic!("copy was expected") };
    text
}

/// A sentence by its tokens, without tags.
fn joined(sentence: &str) -> String {
    let tokens: Vec<Token<'_>> =
        sentence.split(' ').map(|word| Token { word, tag: "", blank: None }).collect();
    tokens::join(&tokens, &mut Quotes::default())
}

#[test]
fn tokens_are_joined() {
    for (tokens, text) in [
        ("BOSTON ( Reuters ) - Fog came .", "BOSTON (Reuters) - Fog came."),
        ("It did n't go , he said .", "It didn't go, he said."),
        ("The pilots ' boat is the mayor 's .", "The pilots' boat is the mayor's."),
        ("`` Fog , '' she said .", "“Fog,” she said."),
        ("\" Fog , \" she said , \" is here . \"", "\"Fog,\" she said, \"is here.\""),
        ("He said : ' No . '", "He said: 'No.'"),
        ("The ferry -LRB- old -RRB- cost $ 5 or US$ 7 .", "The ferry (old) cost $5 or US$7."),
        ("It rose 5 % ; 1\\/2 went .", "It rose 5%; 1/2 went."),
        ("Fog -- they 'll see -- lasts ...", "Fog -- they'll see -- lasts..."),
        ("In the '90s , [ sic ] it was { so } ?", "In the '90s, [sic] it was {so}?"),
        (". 5 3", ". 5 3"),
        ("\"", "\""),
    ] {
        assert_eq!(joined(tokens), text);
    }
}

#[test]
fn a_quotation_goes_on_in_the_next_sentence() {
    let text = "-DOCSTART- -X- O O\n\n\" \" O O\nFog NN O O\ncame VBD O O\n. . O O\n\nIt PRP O O\nwent VBD \
                O O\n, , O O\n\" \" O O\nhe PRP O O\nsaid VBD O O\n. . O O\n";
    assert_eq!(copy(&read(text.as_bytes(), 9999, 9)[0]), "\"Fog came. It went,\" he said.");
}

#[test]
fn heads_stay_lines_of_their_own() {
    let text = "-DOCSTART- (17 FOG)\n\nFog O\nshuts O\nport O\n. O\n\nAnn B-PER\nLee I-PER\n\nBOSTON \
                B-LOC\n1996-08-22 O\n\nFog O\ncame O\n. O\n\nIt O\nwent O\n. O\n\n-DOCSTART- -X- O\n\nSun \
                O\nrose O\n. O\n";
    let stories = read(text.as_bytes(), 9999, 9);
    assert_eq!(stories.len(), 2);
    assert_eq!(
        copy(&stories[0]),
        "Fog shuts port.\n\nAnn Lee\n\nBOSTON 1996-08-22\n\nFog came. It went."
    );
    assert_eq!(stories[0].native_id.as_deref(), Some("17 FOG"));
    assert_eq!((copy(&stories[1]), &stories[1].native_id), ("Sun rose.", &None));
}

#[test]
fn numbered_tokens_and_words_of_two() {
    let text = "# text = They don't go.\n1\tThey\tthey\tPRON\tPRP\n2-3\tdon't\t_\t_\t_\n2\tdo\tdo\tAUX\tVBP\n\
                3\tn't\tnot\tPART\tRB\n3.1\tx\tx\tX\tX\n4\tgo\tgo\tVERB\tVB\n5\t.\t.\tPUNCT\t.\n\n1\tFog\tfog\tNOUN\
                \tNN\n2\tcame\tcome\tVERB\tVBD\n3\t!\t!\tPUNCT\t.\n";
    assert!(Conll.sniff(text.as_bytes()));
    assert_eq!(copy(&read(text.as_bytes(), 9999, 9)[0]), "They don't go. Fog came!");
}

#[test]
fn blanks_are_put_where_the_file_says() {
    let text = "1\tA\ta\tDET\tDT\t_\n2\t/\t/\tSYM\tSYM\tSpaceAfter=No\n3\tB\tb\tX\tNN\tSpaceAfter=No\n4\t.\t.\t\
                PUNCT\t.\t_\n";
    assert_eq!(copy(&read(text.as_bytes(), 9999, 9)[0]), "A /B.");
}

#[test]
fn files_are_known_by_mark_or_tags() {
    let tagged = "Fog NN\ncame VBD\nto TO\nthe DT\nold JJ\nport NN\ntoday NN\n. .\n";
    assert!(Conll.sniff(tagged.as_bytes()));
    assert!(Conll.sniff(b"-DOCSTART- -X- O O\n"));
    for head in [
        &b""[..],
        b"Fog came to the port\non Monday and Tuesday\nand went on Friday\nat noon\nor so\nthe mayor\nsaid in\nthe bar\n",
        b"Team\tW\tL\nBoston\t4\t2\nDenver\t3\t3\nTampa\t1\t5\nMiami\t0\t6\nDallas\t2\t4\nOslo\t1\t1\nRome\t2\t2\n",
        b"id,text\n1,-DOCSTART- is a mark\n",
        b"<p>-DOCSTART-\n",
        b"fog\nharbor\nport\nferry\ncrew\nship\nquay\ndock\n",
    ] {
        assert!(!Conll.sniff(head), "{}", String::from_utf8_lossy(head));
    }
}

#[test]
fn a_line_that_lost_columns_is_flagged() {
    let text = format!("-DOCSTART- -X- O\n\n{}Fog\n. . O\n", "fog NN O\n".repeat(12));
    assert_eq!(read(text.as_bytes(), 9999, 9)[0].flags, ["row_ragged"]);
}

proptest! {
    #[test]
    fn a_written_story_is_read_back(
        headline in "[A-Z][a-zé]{2,9}( [a-z&]{2,9}){1,6}",
        sentences in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|é[<&]|“[a-z]{2,6}”|\"[a-z]{2,6}\"|\\([a-z]{2,6}\\)|[a-z]{2,6}n't|[a-z]{2,6},)){3,30}[.?!]", 1..9),
    ) {
        let token = |word: &str| format!("{word} NN B-NP O\n");
        let tokens = |sentence: &str| -> String {
            let mut out = String::new();
            for word in sentence.split(' ') {
                let mut word = word.to_owned();
                for mark in ["(", ")", "“", "”", "\"", ",", ".", "?", "!", "n't"] {
                    let spaced = match mark {
                        "“" => " `` ".to_owned(),
                        "”" => " '' ".to_owned(),
                        mark => format!(" {mark} "),
                    };
                    word = word.replace(mark, &spaced);
                }
                out.extend(word.split_whitespace().map(token));
            }
            out + "\n"
        };
        let one: String = sentences.iter().map(|it| tokens(it)).collect();
        let one = format!("-DOCSTART- -X- -X- O\n\n{}{one}", tokens(&headline));
        prop_assert!(Conll.sniff(one.as_bytes()));
        let stories = read(one.repeat(2).as_bytes(), 1 << 20, 11);
        prop_assert_eq!(stories.len(), 2);
        let expected = format!("{headline}\n\n{}", sentences.join(" "));
        prop_assert_eq!(copy(&stories[1]), expected);
    }

    #[test]
    fn never_panics(
        bytes: Vec<u8>,
        text in "(-DOCSTART-|-X-| |\n|\t|1|2-3|3.1|Fog NN\n|\"|'|`|n't|. .\n|\\$ |5|é|#|\\\\/){0,40}",
        limit in 0usize..200,
    ) {
        for bytes in [&bytes[..], text.as_bytes()] {
            Conll.sniff(bytes);
            prop_assert_eq!(read(bytes, limit, 1), read(bytes, limit, 4096));
        }
    }
}

#[test]
fn documents_of_conll_2012_and_parts_of_them() {
    let line = |part: u8, number: u8, word: &str, tag: &str, more: &str| {
        format!(
            "nw/wire/00/w_0001   {part}   {number}   {word}   {tag}   *   -   -   -   -   *   {more}-\n"
        )
    };
    let text = format!(
        "#begin document (nw/wire/00/w_0001); part 000\n{}{}{}\n{}{}\n#end document\n\
         #begin document (nw/wire/00/w_0001); part 001\n{}{}{}\n#end document\n",
        line(0, 0, "Fog", "NN", "(V*)   "),
        line(0, 1, "came", "VBD", "(V*)   "),
        line(0, 2, ".", ".", "*   "),
        line(0, 0, "Sun", "NN", ""),
        line(0, 1, "/.", ".", ""),
        line(1, 0, "Ice", "NN", ""),
        line(1, 1, "went", "VBD", ""),
        line(1, 2, "!", ".", ""),
    );
    assert!(Conll.sniff(text.as_bytes()));
    let stories = read(text.as_bytes(), 9999, 9);
    let found: Vec<_> =
        stories.iter().map(|it| (it.native_id.as_deref().unwrap_or(""), copy(it))).collect();
    assert_eq!(
        found,
        [("nw/wire/00/w_0001", "Fog came. Sun."), ("nw/wire/00/w_0001/001", "Ice went!")]
    );
    assert!(stories.iter().all(|it| it.flags.is_empty()));
}

#[test]
fn documents_of_conll_u() {
    let text = "# newdoc id = w-7\n# sent_id = 1\n1\tFog\tfog\tNOUN\tNN\n2\tcame\tcome\tVERB\tVBD\n3\t.\t.\t\
                PUNCT\t.\n\n# newdoc id = w-8\n# sent_id = 2\n1\tSun\tsun\tNOUN\tNN\n2\trose\trise\tVERB\tVBD\n\
                3\t.\t.\tPUNCT\t.\n";
    assert!(Conll.sniff(text.as_bytes()));
    let stories = read(text.as_bytes(), 9999, 9);
    let found: Vec<_> =
        stories.iter().map(|it| (it.native_id.as_deref().unwrap_or(""), copy(it))).collect();
    assert_eq!(found, [("w-7", "Fog came."), ("w-8", "Sun rose.")]);
}
