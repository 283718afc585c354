//! How queries are read, as tables: what is typed, and what it means in full parentheses.

use super::*;

fn options() -> Options {
    Options { today: NaiveDate::from_ymd_opt(2026, 11, 23), ..Options::default() }
}

#[track_caller]
fn read(typed: &str) -> Query {
    match parse(typed, &options()) {
        Ok(query) => query,
        Err(errors) => {
            let shown: Vec<String> = errors.iter().map(|error| error.render(typed)).collect();
            panic!("{}", shown.join("\n"));
        }
    }
}

#[track_caller]
fn reads(table: &[(&str, &str)]) {
    for (typed, parsed) in table {
        let query = read(typed);
        assert_eq!(query.parsed(), *parsed, "typed: {typed}");
        assert!(query.warnings.is_empty(), "{typed}: {}", query.warnings[0].render(typed));
    }
}

#[track_caller]
fn warns(table: &[(&str, &str, &str)]) {
    for (typed, parsed, warning) in table {
        let query = read(typed);
        assert_eq!(query.parsed(), *parsed, "typed: {typed}");
        let warnings: Vec<String> = query.warnings.iter().map(|w| w.message.clone()).collect();
        assert_eq!(warnings, [*warning], "typed: {typed}");
    }
}

/// The carets and message of the only error, under the query.
#[track_caller]
fn refuses(table: &[(&str, &str)]) {
    for (typed, shown) in table {
        let errors = parse(typed, &options()).expect_err(typed);
        let lines: Vec<String> = errors
            .iter()
            .map(|error| error.render(typed).lines().skip(1).collect::<String>())
            .collect();
        assert_eq!(lines, [*shown], "typed: {typed}");
    }
}

#[test]
fn words_phrases_and_blanks() {
    reads(&[
        ("cocoa", "cocoa"),
        ("  cocoa\u{A0}\t", "cocoa"),
        ("china talks", "(china AND talks)"),
        ("china, talks", "(china AND talks)"),
        ("oil,gas", "(oil AND gas)"),
        ("oil & gas", "(oil AND gas)"),
        ("oil — gas", "(oil AND gas)"),
        ("oil, gas -- coal.", "(oil AND gas AND coal)"),
        ("US us", "(US AND us)"),
        ("=talks", "=talks"),
        ("=AND", "=AND"),
        ("=\"peace talks\"", "\"peace talks\""),
        ("forms(\"peace talks\")", "forms(\"peace talks\")"),
        ("forms(peace talks)", "forms(\"peace talks\")"),
        ("\"peace talks\"", "\"peace talks\""),
        ("\"talks\"", "\"talks\""),
        ("\"peace, talks; now\"", "\"peace talks now\""),
        ("$5m 1,200 3.5%", "(5m AND 1,200 AND 3.5)"),
        ("'tis oil", "(tis AND oil)"),
        ("workers' pay", "(workers AND pay)"),
        ("新华社 北京", "(新华社 AND 北京)"),
    ]);
}

#[test]
fn quotes_of_any_shape() {
    for typed in [
        "“peace talks”",
        "„peace talks“",
        "”peace talks”",
        "\"peace talks”",
        "«peace talks»",
        "»peace talks«",
        "‹peace talks›",
        "＂peace talks＂",
        "「peace talks」",
        "‘peace talks’",
        "'peace talks'",
        "‚peace talks‘",
        "\"«peace» talks\"",
    ] {
        assert_eq!(read(typed).parsed(), "\"peace talks\"", "{typed}");
    }
    assert_eq!(read("\"military to military\" oil").parsed(), "(\"military to military\" AND oil)");
    assert_eq!(
        read("O'Neill 'peace talks' O’Neill").parsed(),
        "(O'Neill AND \"peace talks\" AND O’Neill)"
    );
}

#[test]
fn compounds_are_one_word() {
    for typed in [
        "military-to-military",
        "military‐to‑military",
        "military–to—military",
        "military−to\u{AD}military",
        "O'Neill",
        "O’Neill",
        "AT&T",
        "U.S.",
        "N.A.T.O.",
        "U.S.-led",
        "F-16",
        "7-3/4"[..3].as_ref(),
        "don't",
        "l'Elysée",
        "1,234.56",
        "e\u{301}tat",
    ] {
        let Kind::Word { text } = read(typed).root.kind else { panic!("{typed}") };
        assert_eq!(text, typed);
    }
    reads(&[
        ("a/b", "\"a b\""),
        ("and/or", "\"and or\""),
        ("oil_gas", "\"oil gas\""),
        ("oil;gas", "\"oil gas\""),
        ("16:30", "\"16 30\""),
        ("talks--now", "\"talks now\""),
        ("military/civil-rights", "\"military civil-rights\""),
        ("=oil/gas", "\"oil gas\""),
    ]);
}

#[test]
fn and_or_not() {
    reads(&[
        ("a1 AND b1", "(a1 AND b1)"),
        ("oil and gas", "(oil AND gas)"),
        ("peas And carrots", "(peas AND carrots)"),
        ("oil OR gas or coal", "(oil OR gas OR coal)"),
        ("(oil OR gas) price", "((oil OR gas) AND price)"),
        ("oil NOT gas", "(oil AND NOT gas)"),
        ("oil not gas", "(oil AND NOT gas)"),
        ("oil and not gas", "(oil AND NOT gas)"),
        ("oil AND NOT gas price", "(oil AND NOT gas AND price)"),
        ("oil -gas", "(oil AND NOT gas)"),
        ("-gas oil", "(NOT gas AND oil)"),
        ("oil AND -gas", "(oil AND NOT gas)"),
        ("oil −gas ‐coal", "(oil AND NOT gas AND NOT coal)"),
        (
            "oil -\"peace talks\" -(a1 b1) -headline:x1",
            "(oil AND NOT \"peace talks\" AND NOT (a1 AND b1) AND NOT headline:(x1))",
        ),
        ("(-gas oil)", "(NOT gas AND oil)"),
        ("oil NOT gas date:1987", "(oil AND NOT gas AND date:1987-01-01..1987-12-31)"),
        ("agency:AP NOT gas", "(agency:(AP) AND NOT gas)"),
        ("agency:AP", "agency:(AP)"),
        ("((oil))", "oil"),
        ("(oil gas) coal", "((oil AND gas) AND coal)"),
        ("oil（gas）", "(oil AND gas)"),
    ]);
}

#[test]
fn reserved_words_out_of_place_are_words_with_a_warning() {
    warns(&[
        ("and oil", "(and AND oil)", "and is a word here"),
        ("oil and", "(oil AND and)", "and is a word here"),
        ("not oil", "(not AND oil)", "not is a word here"),
        ("oil (not gas)", "(oil AND (not AND gas))", "not is a word here"),
        ("or", "or", "or is a word here"),
        ("adj5 oil", "(adj5 AND oil)", "adj5 is a word here"),
        ("oil near5", "(oil AND near5)", "near5 is a word here"),
        ("atleast5", "atleast5", "atleast5 is a word here"),
        ("caps (oil)", "(caps AND oil)", "caps is a word here, because of the blank"),
        ("lead (oil)", "(lead AND oil)", "lead is a word here, because of the blank"),
        (
            "Correction: oil",
            "(Correction AND oil)",
            "there is no field Correction, it is a word here",
        ),
        ("heading: oil", "(heading AND oil)", "there is no field heading, it is a word here"),
        ("headlines(oil)", "(headlines AND oil)", "there is no field headlines, it is a word here"),
        ("oil - gas", "(oil AND gas)", "a dash with a blank behind it is punctuation"),
    ]);
    let both = read("oil and and gas");
    assert_eq!((both.parsed().as_str(), both.warnings.len()), ("(oil AND and AND gas)", 1));
}

#[test]
fn and_and_or_without_parentheses_warn() {
    warns(&[
        ("oil OR gas price", "(oil OR (gas AND price))", "AND, or a blank, binds before OR"),
        ("oil AND gas OR coal", "((oil AND gas) OR coal)", "AND, or a blank, binds before OR"),
        (
            "a1 b1 OR c1 d1 OR e1",
            "((a1 AND b1) OR (c1 AND d1) OR e1)",
            "AND, or a blank, binds before OR",
        ),
    ]);
    assert_eq!(
        read("oil OR gas price").warnings[0].suggestion.as_deref(),
        Some("read as (oil OR (gas AND price))")
    );
    reads(&[("oil OR (gas price)", "(oil OR (gas AND price))")]);
}

#[test]
fn wildcards_and_fuzzy_words() {
    reads(&[
        ("econom*", "econom*"),
        ("wom?n", "wom?n"),
        ("recycl!", "recycl*"),
        ("*tank", "*tank"),
        ("econom**!", "econom*"),
        ("=econom*", "econom*"),
        ("\"milit* to wom?n\"", "\"milit* to wom?n\""),
        ("\"recycl! plant\"", "\"recycl* plant\""),
        ("military-to-*", "military-to-*"),
        ("smith~1", "smith~1"),
        ("smith~2.", "smith~2"),
        ("smith~", "smith~1"),
        ("=smith~1", "smith~1"),
        ("and~1", "and~1"),
        ("U.S.*", "U.S.*"),
    ]);
    warns(&[
        ("\"what next?\"", "\"what next?\"", "? stands for one character here"),
        ("\"smith~1 jones\"", "\"smith 1 jones\"", "~ is punctuation inside quotes"),
    ]);
}

#[test]
fn boosts() {
    reads(&[
        ("oil^2 gas", "(oil^2 AND gas)"),
        ("\"peace talks\"^1.5", "\"peace talks\"^1.5"),
        ("(oil OR gas)^3", "(oil OR gas)^3"),
        ("headline:oil^2", "headline:(oil)^2"),
        ("-oil^2 gas", "(NOT oil^2 AND gas)"),
        ("(oil^2)^3", "(oil^2)^3"),
        ("oil^.5", "oil^0.5"),
    ]);
}

#[test]
fn scopes_and_fields() {
    reads(&[
        ("headline:oil gas", "(headline:(oil) AND gas)"),
        ("headline: oil", "headline:(oil)"),
        ("HEADLINE:oil", "headline:(oil)"),
        ("headline:\"peace talks\"", "headline:(\"peace talks\")"),
        ("headline:(oil OR gas)", "headline:(oil OR gas)"),
        ("headline(oil OR gas)", "headline:(oil OR gas)"),
        ("lead:oil body:gas hlead(coal)", "(lead:(oil) AND body:(gas) AND hlead:(coal))"),
        ("first50(oil gas)", "first50:(oil AND gas)"),
        ("headline:econom*", "headline:(econom*)"),
        ("headline:=talks", "headline:(=talks)"),
        ("headline:oil/gas", "headline:(\"oil gas\")"),
        ("hd=oil", "headline:(oil)"),
        ("by=smith la=tr sn=AP", "(byline:(smith) AND lang:(tr) AND agency:(AP))"),
        ("title:oil", "headline:(oil)"),
        ("byline:\"riyaz ul khaliq\"", "byline:(\"riyaz ul khaliq\")"),
        ("byline(smith OR jones)", "byline:(smith OR jones)"),
        (
            "dateline:istanbul place:istanbul country:tr",
            "(dateline:(istanbul) AND place:(istanbul) AND country:(tr))",
        ),
        ("agency:(AP OR Reuters)", "agency:(AP OR Reuters)"),
        ("agency:(AP NOT Reuters)", "agency:(AP AND NOT Reuters)"),
        ("agency:AP, oil", "(agency:(AP) AND oil)"),
        (
            "slug:cocoa lang:tr status:kill format:anpa",
            "(slug:(cocoa) AND lang:(tr) AND status:(kill) AND format:(anpa))",
        ),
        ("country:NO", "country:(NO)"),
        ("country:OR", "country:(\"OR\")"),
        ("id:AP-1/2:3_x", "id:(AP-1/2:3_x)"),
        ("path:1987/*.gz", "path:(1987/*.gz)"),
        ("path:\"my files/a b\"", "path:(\"my files/a b\")"),
        ("topic:iptc:0400", "topic:(iptc:0400)"),
        ("place (x1)"[..5].as_ref(), "place"),
        ("closing date and bids", "(closing AND date AND bids)"),
        ("words and pictures", "(words AND pictures)"),
        ("the lead story", "(the AND lead AND story)"),
    ]);
    warns(&[
        ("byline:(none)", "byline:(none)", "none is a word inside parentheses"),
        ("agency:AP,Reuters", "agency:(AP,Reuters)", "AP,Reuters is one value"),
    ]);
}

#[test]
fn presence() {
    reads(&[
        ("byline:none", "byline:none"),
        ("byline:NONE oil", "(byline:none AND oil)"),
        ("agency:any", "agency:any"),
        ("date:none", "date:none"),
        ("headline:none", "headline:none"),
        ("urgency:none", "urgency:none"),
        ("headline:\"none\"", "headline:(\"none\")"),
        ("headline:=none", "headline:(=none)"),
        ("agency:\"any\"", "agency:(any)"),
    ]);
}

#[test]
fn dates_and_numbers() {
    reads(&[
        ("date:1987", "date:1987-01-01..1987-12-31"),
        ("date:1987-03", "date:1987-03-01..1987-03-31"),
        ("filed:1987-03-15", "date:1987-03-15..1987-03-15"),
        ("date:1987-03-01..1987-03-15", "date:1987-03-01..1987-03-15"),
        ("date:1987..", "date:1987-01-01.."),
        ("date:..1987", "date:..1987-12-31"),
        ("since:1987-03", "date:1987-03-01.."),
        ("until:1987-03", "date:..1987-03-31"),
        ("date:>=2020-01-01", "date:2020-01-01.."),
        ("date>=2020-01-01", "date:2020-01-01.."),
        ("date < 2020", "date:..2019-12-31"),
        ("date:> 2020", "date:2021-01-01.."),
        ("date:last-30d", "date:2026-10-25..2026-11-23"),
        ("date:last-6m", "date:2026-05-24..2026-11-23"),
        ("date:last-1y", "date:2025-11-24..2026-11-23"),
        ("date:(1987 OR 1989)", "(date:1987-01-01..1987-12-31 OR date:1989-01-01..1989-12-31)"),
        ("date(1987)", "date:1987-01-01..1987-12-31"),
        ("date:\"1987-03\"", "date:1987-03-01..1987-03-31"),
        ("oil date:1987, gas", "(oil AND date:1987-01-01..1987-12-31 AND gas)"),
        ("words>300", "words:301.."),
        ("words > 300", "words:301.."),
        ("words:>300", "words:301.."),
        ("words>=300", "words:300.."),
        ("urgency<=3", "urgency:..3"),
        ("urgency≤3", "urgency:..3"),
        ("words:100..300", "words:100..300"),
        ("words=300", "words:300..300"),
        ("wc>1000 length<2,000", "(words:1001.. AND words:..1999)"),
        ("words:(1..2 OR 5)", "(words:1..2 OR words:5..5)"),
    ]);
}

#[test]
fn nearness() {
    reads(&[
        ("oil w/5 price", "(oil w/5 price)"),
        ("oil W/5 price", "(oil w/5 price)"),
        ("oil /5 price", "(oil w/5 price)"),
        ("oil near/5 price", "(oil w/5 price)"),
        ("oil NEAR5 price", "(oil w/5 price)"),
        ("oil /n5/ price", "(oil w/5 price)"),
        ("NEAR(oil price, 5)", "(oil w/5 price)"),
        ("near(oil, \"gas price\", coal, 5)", "((oil w/5 \"gas price\") w/5 coal)"),
        ("oil pre/5 price", "(oil pre/5 price)"),
        ("oil adj5 price", "(oil pre/5 price)"),
        ("oil ADJ/5 price", "(oil pre/5 price)"),
        ("oil onear/5 price", "(oil pre/5 price)"),
        ("oil w/s price", "(oil w/s price)"),
        ("oil w/p price /s cost", "((oil w/p price) w/s cost)"),
        ("oil not w/5 price", "(oil NOT w/5 price)"),
        ("oil NOT /p price", "(oil NOT w/p price)"),
        ("a1 w/3 b1 pre/2 c1", "((a1 w/3 b1) pre/2 c1)"),
        ("a1 w/3 (b1 pre/2 c1)", "(a1 w/3 (b1 pre/2 c1))"),
        ("(oil or gas) w/5 \"crude price\"", "((oil OR gas) w/5 \"crude price\")"),
        ("econom* w/5 wom?n", "(econom* w/5 wom?n)"),
        ("oil w/5 price NOT gas w/5 price", "((oil w/5 price) AND NOT (gas w/5 price))"),
        ("oil OR (gas w/5 price)", "(oil OR (gas w/5 price))"),
        ("headline:(oil w/5 price)", "headline:(oil w/5 price)"),
        ("military w/5 military", "(military w/5 military)"),
        ("oil w/10000 gas", "(oil w/10000 gas)"),
        ("atleast5(oil)", "atleast5(oil)"),
        ("ATLEAST5 oil gas", "(atleast5(oil) AND gas)"),
        ("atleast5(oil or gas)", "atleast5(oil OR gas)"),
        (
            "caps(apple) allcaps(rico) nocaps(apple)",
            "(caps(apple) AND allcaps(rico) AND nocaps(apple))",
        ),
        ("caps(turkey) w/5 bird", "(caps(turkey) w/5 bird)"),
    ]);
    warns(&[("oil w/0 gas", "(oil w/0 gas)", "nothing is 0 words apart, neighbours are 1 apart")]);
}

#[test]
fn errors_show_their_place() {
    let need = "write what to find first, as in cocoa NOT futures";
    refuses(&[
        ("heading:oil", "^^^^^^^ there is no field heading; did you mean headline?"),
        ("http://x1", "^^^^ there is no field http; to search for the words put them in quotes"),
        ("oil AND", "    ^^^ there is nothing after AND"),
        ("AND oil", "^^^ AND stands between two words; to search for the word write \"and\""),
        (
            "oil AND OR gas",
            "        ^^ OR stands between two words; to search for the word write \"or\"",
        ),
        ("oil and (gas", "        ^ this ( is never closed"),
        ("oil) gas", "   ^ there is no ( for this )"),
        ("oil ()", "    ^^ there is nothing between these parentheses"),
        ("coc\"oa", "   ^ this quote is never closed; add one where the phrase ends"),
        ("\"\" oil", "^^ there is no word between these quotes"),
        ("NOT oil", &format!("^^^^^^^ there is only NOT here, and nothing that is wanted; {need}")),
        ("-oil", &format!("^^^^ there is only NOT here, and nothing that is wanted; {need}")),
        (
            "-oil -gas",
            &format!("^^^^^^^^^ there is only NOT here, and nothing that is wanted; {need}"),
        ),
        (
            "oil (NOT gas)",
            &format!("     ^^^^^^^ there is only NOT here, and nothing that is wanted; {need}"),
        ),
        (
            "oil OR NOT gas",
            "       ^^^^^^^ NOT stands beside something wanted, not under OR; write (a OR b) NOT c, or a OR (b NOT c)",
        ),
        (
            "oil or not gas",
            "       ^^^^^^^ NOT stands beside something wanted, not under OR; write (a OR b) NOT c, or a OR (b NOT c)",
        ),
        ("oil NOT NOT gas", "    ^^^^^^^ this denies twice; leave both out"),
        ("*", "^ * stands alone; a wildcard needs letters beside it, as in econom*"),
        (
            "\"oil * gas\"",
            "     ^ * stands alone; a wildcard needs letters beside it, as in econom*",
        ),
        ("agency:*", "       ^ * stands alone; for stories that have one write agency:any"),
        ("econom.*", "^^^^^^^^ this is no regular expression; write econom*"),
        (
            "!oil",
            "^ ! stands for an ending, at the end of a word; for NOT write -word, for one letter ?, for several *",
        ),
        ("smith~3", "     ^^ the edit distance is 1 or 2; write for instance smith~1"),
        ("smith~0.8", "     ^^^^ the edit distance is 1 or 2; write for instance smith~1"),
        ("econom*~1", "^^^^^^^^^ ~ stands behind a single word without wildcards"),
        (
            "\"a1 b1\"~5",
            "       ^^ ~ stands behind a single word; for words near each other write a w/5 b",
        ),
        ("oil^0", "   ^^ ^ wants a number greater than 0; write for instance cocoa^2 or cocoa^0.5"),
        ("oil^x", "   ^ ^ wants a number greater than 0; write for instance cocoa^2 or cocoa^0.5"),
        ("oil ^2", "    ^^ a boost stands right behind what it boosts; write cocoa^2"),
        ("oil^2^3", "     ^^ this is boosted already"),
        ("oil || gas", "    ^^ | is not read here; write OR"),
        (
            "headline:",
            "^^^^^^^^^ there is nothing after headline:; write for instance headline:cocoa",
        ),
        (
            "headline:lead:oil",
            "         ^^^^^ lead: has no place inside headline:; join the two by AND",
        ),
        (
            "headline:(oil agency:AP)",
            "              ^^^^^^^ agency: has no place inside headline:; join the two by AND",
        ),
        (
            "agency:(AP headline:oil)",
            "           ^^^^^^^^^^^^ a field has no place inside agency:( ); put quotes around it if it is a value",
        ),
        (
            "headline:-oil",
            "         ^ - has no place behind a field's name; write it in front, as in -headline:cocoa",
        ),
        (
            "headline:NOT oil",
            "         ^^^ NOT has no place behind a field's name; write it in front, as in NOT headline:cocoa",
        ),
        ("headline>oil", "^^^^^^^^ headline cannot be compared; write for instance headline:cocoa"),
        ("word>300", "^^^^ there is no number or date word; did you mean words?"),
        ("first(oil)", "^^^^^ first wants a number of words; write for instance first50(cocoa)"),
        (
            "hlead:none",
            "^^^^^^^^^^ hlead takes neither none nor any; write headline:none lead:none",
        ),
        ("status:killed", "       ^^^^^^ there is no status killed; did you mean kill?"),
        ("plural(oil)", "^^^^^^ plural( ) is not available; write =word for one form only"),
        ("date:1987-13", "          ^^ there is no month 13; months run from 01 to 12"),
        ("date:1987-02-31", "             ^^ there is no day 31; February 1987 has 28 days"),
        ("date:31 Feb", "     ^^ 31 is no date; write the year in full, as in 1987"),
        ("date:1988..1987", "     ^^^^^^^^^^ the range ends before it starts; write 1987..1988"),
        (
            "date:[1987 TO 1988]",
            "     ^^^^^^^^^^^^^^ ranges are not written in brackets; write 1987..1988",
        ),
        (
            "date:1987 .. 1988",
            "          ^^ a range is written without blanks; write date:1987-03..1987-05",
        ),
        (
            "date:",
            "^^^^^ there is nothing after date:; write for instance date:1987-03-01..1987-03-15",
        ),
        (
            "agency:, oil",
            "^^^^^^^ there is nothing after agency:; write for instance agency:(AP OR Reuters)",
        ),
        (
            "oil AND *",
            "        ^ * stands alone; a wildcard needs letters beside it, as in econom*",
        ),
        ("(*)", " ^ * stands alone; a wildcard needs letters beside it, as in econom*"),
        ("oil \"", "    ^ this quote is never closed; add one where the phrase ends"),
        ("words>", "     ^ there is nothing after >"),
        (
            "words:many",
            "      ^^^^ many is no whole number; write for instance 300, >300 or 100..300",
        ),
    ]);
}

#[test]
fn errors_of_nearness() {
    let way = "for words in a row use quotes, for any of them OR";
    refuses(&[
        (
            "oil w/5 (gas price)",
            &format!(
                "        ^^^^^^^^^^^ AND, or a blank that means AND, has no place inside w/5; {way}"
            ),
        ),
        (
            "(oil AND gas) w/5 price",
            &format!(
                "^^^^^^^^^^^^^ AND, or a blank that means AND, has no place inside w/5; {way}"
            ),
        ),
        (
            "oil w/5 NOT gas",
            "        ^^^^^^^ NOT has no place inside w/5; write a NOT (b w/5 c), or a not w/5 b",
        ),
        (
            "headline:oil w/5 gas",
            "^^^^^^^^^^^^ a field has no place inside w/5; put it around the whole, as in headline:(a w/5 b)",
        ),
        (
            "oil^2 w/5 gas",
            "^^^^^ a boost has no place inside w/5; boost the whole, as in (a w/5 b)^2",
        ),
        (
            "atleast2(oil) w/5 gas",
            "^^^^^^^^^^^^^ atleast has no place inside w/5; join the two by AND",
        ),
        (
            "oil w/x gas",
            "    ^^^ w/x wants a number of words; write for instance w/5, w/s for the same sentence, w/p for the same paragraph",
        ),
        (
            "oil w/10001 gas",
            "    ^^^^^^^ the largest number of words is 10000; for the whole story write AND",
        ),
        ("w/5 gas", "^^^ w/5 stands between two words; write oil w/5 price"),
        ("oil w/5", "    ^^^ there is nothing after w/5"),
        (
            "NEAR(oil price)",
            "^^^^^^^^^^^^^^^ NEAR( ) wants a number of words; write for instance NEAR(oil price, 5)",
        ),
        (
            "NEAR(oil, 5)",
            "^^^^^^^^^^^^ NEAR( ) wants two sides or more; write for instance NEAR(oil price, 5)",
        ),
        (
            "NEAR(oil OR gas price, 5)",
            "         ^^ the sides of NEAR( ) stand without operators; write NEAR((oil OR gas) price, 5)",
        ),
        (
            "atleast(oil)",
            "^^^^^^^ atleast wants a number of mentions; write for instance atleast5(oil)",
        ),
        (
            "atleast0(oil)",
            "^^^^^^^^ the number of mentions runs from 1 to 10000; write for instance atleast5(oil)",
        ),
        (
            "atleast2(oil AND gas)",
            &format!(
                "        ^^^^^^^^^^^^^ AND, or a blank that means AND, has no place inside atleast2; {way}"
            ),
        ),
        (
            "forms(oil OR gas)",
            "          ^^ forms( ) takes the words of one phrase; write forms(\"peace talks\")",
        ),
        ("agency:(AP w/5 AFP)", "           ^^^ w/5 has no place inside agency:( )"),
    ]);
}

#[test]
fn several_errors_come_in_the_order_of_the_text() {
    let errors = parse("heading:oil AND date:1987-13 (gas", &options()).unwrap_err();
    let places: Vec<Span> = errors.iter().map(|error| error.span.clone()).collect();
    assert_eq!(places, [0..7, 26..28, 29..30]);
}

#[test]
fn nothing_to_search_for() {
    for typed in ["", "  ", "...", "— & !"[..3].as_ref(), ",", "$ %"] {
        let errors = parse(typed, &options()).unwrap_err();
        assert_eq!(errors.len(), 1, "{typed}");
        assert_eq!(errors[0].message, "there is no word to search for");
        assert!(errors[0].suggestion.as_deref().unwrap().contains("cocoa"));
    }
}

#[test]
fn limits_are_errors() {
    let deep = |levels: usize| format!("{}oil{}", "(".repeat(levels), ")".repeat(levels));
    assert!(parse(&deep(MAX_DEPTH), &options()).is_ok());
    let chain = |links: usize| format!("oil{}", " w/1 oil".repeat(links));
    assert!(parse(&chain(MAX_DEPTH - 1), &options()).is_ok());
    let message = "the query is nested deeper than 200 levels";
    for typed in [
        deep(MAX_DEPTH + 1),
        chain(MAX_DEPTH),
        "(".repeat(MAX_LENGTH),
        "atleast5 ".repeat(5000) + "oil",
        "caps(".repeat(9000),
        "(a1 OR b1 ".repeat(5000),
    ] {
        let errors = parse(&typed, &options()).unwrap_err();
        assert!(errors.iter().any(|error| error.message == message), "{}", errors[0]);
    }
    for typed in ["NOT ".repeat(9000), "-".repeat(9000), "headline:".repeat(7000)] {
        assert!(parse(&typed, &options()).is_err());
    }
    let words = |count: usize| "ab ".repeat(count);
    assert!(parse(&words(MAX_NODES - 1), &options()).is_ok());
    let many = parse(&words(MAX_NODES), &options()).unwrap_err();
    assert_eq!(many[0].message, "the query has more than 10000 words and operators");
    let long = parse(&"a".repeat(MAX_LENGTH + 1), &options()).unwrap_err();
    assert!(long[0].message.starts_with("the query has 65537 bytes"));
}

#[test]
fn nodes_stand_where_they_were_typed() {
    let typed = "oil (gas OR “peace talks”) headline:cocoa^2";
    let query = read(typed);
    let Kind::All { nodes } = &query.root.kind else { panic!() };
    let texts: Vec<&str> = nodes.iter().map(|node| &typed[node.span.clone()]).collect();
    assert_eq!(texts, ["oil", "(gas OR “peace talks”)", "headline:cocoa^2"]);
    let phrase = nodes[1].children().nth(1).unwrap();
    let Kind::Phrase { words, .. } = &phrase.kind else { panic!() };
    assert_eq!(&typed[words[1].span.clone()], "talks");
    assert_eq!(query.root.span, 0..typed.len());
}

#[test]
fn a_tree_is_plain_data() {
    let json = serde_json::to_string(&read("headline:oil since:1987").root).unwrap();
    assert_eq!(
        json,
        r#"{"span":{"start":0,"end":23},"kind":"all","nodes":[{"span":{"start":0,"end":12},"kind":"scope","scope":"headline","node":{"span":{"start":9,"end":12},"kind":"word","text":"oil"}},{"span":{"start":13,"end":23},"kind":"dates","start":"1987-01-01","end":null}]}"#
    );
}

#[test]
fn free_text_is_a_bag_of_words() {
    let any = Options { any: true, ..options() };
    for (typed, parsed) in [
        ("china talks", "(china OR talks)"),
        ("china", "china"),
        (
            "china talks date:1987 -taiwan",
            "((china OR talks) AND date:1987-01-01..1987-12-31 AND NOT taiwan)",
        ),
        (
            "date:1987 china, agency:AP talks",
            "((china OR talks) AND date:1987-01-01..1987-12-31 AND agency:(AP))",
        ),
        ("china AND talks oil", "((china AND talks) OR oil)"),
        ("china talks AND oil", "(china OR (talks AND oil))"),
        ("china talks OR oil gas", "(china OR talks OR (oil OR gas))"),
        ("china -talks OR oil gas", "((china AND NOT talks) OR (oil OR gas))"),
        ("(china talks) AND oil", "((china OR talks) AND oil)"),
        ("headline:(china talks) oil", "(headline:(china OR talks) OR oil)"),
        ("byline:(ann lee) oil", "(oil AND byline:(ann AND lee))"),
        ("topic:(grain OR wheat) byline:lee", "(topic:(grain OR wheat) AND byline:(lee))"),
        ("(topic:grain OR oil) gas", "((topic:(grain) OR oil) OR gas)"),
        (
            "\"peace talks\" military-to-military",
            "(\"peace talks\" OR military OR to OR military OR militarytomilitary)",
        ),
        (
            "military-to-military date:1987",
            "(military-to-military AND date:1987-01-01..1987-12-31)",
        ),
        (
            "U.S.-led 1986–87 (co-op) F-16^2",
            "(U.S. OR led OR USled OR 1986 OR 87 OR co-op OR F-16^2)",
        ),
        ("cause and effect, or not", "(cause OR and OR effect OR or OR not)"),
        ("oil NOT gas price", "((oil OR price) AND NOT gas)"),
        ("Portland (OR)", "(Portland OR or)"),
        ("AND oil, NOT", "(and OR oil OR not)"),
        ("oil AND AND gas OR", "(oil OR (and AND gas) OR or)"),
        ("Who talks? Re: \"oil", "(Who OR talks OR Re OR oil)"),
        ("oil^2 gas", "(oil^2 OR gas)"),
        // They stood in parentheses of their own, which nobody may write.
        ("oil NOT gas AND NOT coal", "(oil AND NOT gas AND NOT coal)"),
        ("oil w/5 gas price", "((oil w/5 gas) OR price)"),
    ] {
        let query = parse(typed, &any).unwrap_or_else(|errors| panic!("{typed}: {}", errors[0]));
        assert_eq!(query.parsed(), parsed, "typed: {typed}");
        assert!(query.any && (query.warnings.is_empty() || typed.contains(" OR ")), "{typed}");
    }
    for typed in ["-taiwan", "oil OR -gas", "date:1987-13", "???", "oil AND (-gas)"] {
        assert!(parse(typed, &any).is_err(), "{typed}");
    }
    let plain = Options { plain: true, ..options() };
    for (typed, parsed) in [
        ("OIL AND \"GAS\" NOT -coal", "(OIL OR and OR GAS OR not OR coal)"),
        ("headline:oil (w/5 near5)", "(headline OR oil OR w OR 5 OR near5)"),
        ("AND", "and"),
    ] {
        assert_eq!(parse(typed, &plain).unwrap().parsed(), parsed, "typed: {typed}");
    }
}
