//! What `.env` files say: every way to write a value, wrong lines, and what was written coming
//! back.

use console_domain::limits::MAX_ENV_FILE_BYTES;
use proptest::prelude::*;

use crate::keys::import::env_text::{EnvEntry, Remark, read_env};

/// `line NAME=value` of each entry, and what is told of which line.
fn read(text: &[u8]) -> (Vec<String>, Vec<(usize, Remark)>) {
    let read = read_env(text);
    let entry =
        |entry: &EnvEntry| format!("{} {}={}", entry.line, entry.name, entry.value.expose());
    (read.entries.iter().map(entry).collect(), read.remarks)
}

#[test]
fn each_way_to_write_a_value_is_understood() {
    for (text, value) in [
        ("A=plain", "plain"),
        ("export A=plain", "plain"),
        ("  export\tA = plain  ", "plain"),
        ("A=", ""),
        ("A=''", ""),
        ("A=\"\" # nothing", ""),
        ("A= # nothing", ""),
        ("A=two words # and a remark", "two words"),
        ("A=no#remark", "no#remark"),
        ("A=#no", "#no"),
        ("A=a=b==", "a=b=="),
        ("A='as $it \\n \"stands\" #'", "as $it \\n \"stands\" #"),
        ("A='it'\\''s' # as a shell writes it", "it's"),
        ("A=\"a\\nb\\tc\\r\\\"\\\\\\$d\\`\\'\"", "a\nb\tc\r\"\\$d`'"),
        ("A=\"\\d stays \\\\n\"", "\\d stays \\n"),
        ("A=\"one\\\ntwo\"", "onetwo"),
        ("A=\"one\ntwo\n\"", "one\ntwo\n"),
        ("A='one\ntwo'", "one\ntwo"),
        ("A=\"# no remark\"", "# no remark"),
        ("A=C:\\dir\\", "C:\\dir\\"),
        ("A=foo\"bar\"", "foo\"bar\""),
        ("A=\"x\" \t# remark", "x"),
        ("A=çé€😀", "çé€😀"),
    ] {
        let (entries, remarks) = read(text.as_bytes());
        assert_eq!((entries, remarks), (vec![format!("1 A={value}")], vec![]), "{text}");
    }
}

#[test]
fn files_of_other_editors_are_read() {
    let text = b"\xef\xbb\xbf# keys\r\n\r\nexport A='1'\r\nB=two # x\r\nC=\"a\r\nb\"\r\nA=3\r\n";
    let entries = ["3 A=1", "4 B=two", "5 C=a\nb", "7 A=3"].map(str::to_owned).to_vec();
    assert_eq!(read(text), (entries, vec![]));
    assert_eq!(read(b""), (vec![], vec![]));
    assert_eq!(read(b"A=\"one\\\r\ntwo\"").0, ["1 A=onetwo"]);
}

#[test]
fn a_wrong_line_is_told_by_its_number_and_the_others_go_on() {
    use Remark as R;
    for (wrong, remark) in [
        (&b"ghp_abc"[..], R::NoEquals),
        (b"export A", R::NoEquals),
        (b"1A=x", R::BadName),
        (b"=x", R::BadName),
        (b"A-B=x", R::BadName),
        (b"A B=x", R::BadName),
        (b"\xff=x", R::BadName),
        (b"A=\xff", R::NotText),
        (b"A='\xe9'", R::NotText),
        (b"A=a\0b", R::Nul),
        (b"A=\"a\0b\"", R::Nul),
        (b"A=\"open", R::Unclosed),
        (b"A='open", R::Unclosed),
        (b"A='a'b", R::Behind),
        (b"A=\"a\" b", R::Behind),
        (b"A=\"a\"# x", R::Behind),
    ] {
        let text = [b"\n", wrong, b"\nB=next\n# \xff is no text, and says nothing\n"].concat();
        let expected = (vec!["3 B=next".to_owned()], vec![(2, remark)]);
        assert_eq!(read(&text), expected, "{}", String::from_utf8_lossy(wrong));
    }
}

#[test]
fn nothing_is_substituted_and_where_a_shell_would_it_is_told() {
    for (value, is_told) in [
        ("pa$word", true),
        ("${HOME}", true),
        ("\"$(id)\"", true),
        ("`id`", true),
        ("\"a\\$b\"", false),
        ("'$HOME'", false),
        ("5$", false),
        ("a$5", false),
    ] {
        let (entries, remarks) = read(format!("A={value}").as_bytes());
        let told = if is_told { vec![(1, Remark::Unsubstituted)] } else { vec![] };
        assert_eq!(remarks, told, "{value}");
        let plain = value.replace("\\$", "$");
        assert_eq!(entries, [format!("1 A={}", plain.trim_matches(['\'', '"']))]);
    }
}

#[test]
fn no_order_of_quotation_marks_takes_long() {
    // Whoever begins anew at each of them would look at a mebibyte a hundred thousand times.
    for line in
        ["A=\"", "A='", "A='\"", "A=\"'", "A=\"\\\"", "A=\"\"\"", "A='\\'", "A=\"\\", "'", "A"]
    {
        let text = [line, "\n"].concat().repeat(MAX_ENV_FILE_BYTES / (line.len() + 1));
        let (entries, remarks) = read(text.as_bytes());
        assert!(entries.len() + remarks.len() > 0, "{line}");
    }
}

/// Writes a value in one of the ways in which it can be written.
fn written(value: &str, way: u8, line_end: &str) -> String {
    let is_bare = !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-+/=.:@%\\".contains(&b));
    match way % 4 {
        0 if is_bare => value.to_owned(),
        1 if !value.contains('\r') => format!("'{}'", value.replace('\'', "'\\''")),
        2 => {
            let escapes =
                [("\\", "\\\\"), ("\"", "\\\""), ("$", "\\$"), ("`", "\\`"), ("\r", "\\r")];
            let text = escapes.iter().fold(value.to_owned(), |text, (c, e)| text.replace(c, e));
            // A line feed stands as it is, and is one in a file of either kind.
            format!("\"{}\"", text.replace('\n', line_end))
        }
        _ => {
            let escapes = [("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\t", "\\t")];
            let text = escapes.iter().fold(value.to_owned(), |text, (c, e)| text.replace(c, e));
            format!("\"{}\"", text.replace('\r', "\\r"))
        }
    }
}

proptest! {
    /// Whatever the bytes are, each line is read or told, in its order.
    #[test]
    fn any_bytes_are_read_or_told(
        lines in proptest::collection::vec(
            ("(export )?[A-C1 ]{0,2}=?", proptest::collection::vec(
                prop_oneof![
                    Just(b'"'), Just(b'\''), Just(b'\\'), Just(b'\n'), Just(b'\r'), Just(b'#'),
                    Just(b'$'), Just(b' '), Just(b'='), any::<u8>(),
                ], 0..12)), 0..8),
    ) {
        let text: Vec<u8> = lines
            .into_iter()
            .flat_map(|(head, tail)| [head.as_bytes(), &tail, b"\n"].concat())
            .collect();
        let last = text.split(|byte| *byte == b'\n').count();
        let read = read_env(&text);
        let numbers: Vec<usize> = read.entries.iter().map(|entry| entry.line).collect();
        prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
        prop_assert!(numbers.iter().all(|line| (1..=last).contains(line)));
        prop_assert!(read.remarks.windows(2).all(|pair| pair[0].0 < pair[1].0));
        prop_assert!(read.entries.iter().all(|entry| !entry.value.expose().contains('\0')));
    }

    /// What was written comes back, to the byte, however it was written.
    #[test]
    fn what_was_written_comes_back(
        entries in proptest::collection::vec(
            ("[A-Za-z_][A-Za-z0-9_]{0,8}", "[ -~\n\r\té😀]{0,20}|[a-zA-Z0-9/+=_-]{1,40}", 0u8..4,
             "(|# [^\n\r\0]{0,10}|export ?)"),
            0..8),
        crlf in any::<bool>(),
    ) {
        let line_end = if crlf { "\r\n" } else { "\n" };
        let mut text = String::new();
        for (name, value, way, before) in &entries {
            match before.strip_prefix("export") {
                Some(_) => text.push_str("export "),
                None if before.is_empty() => {}
                None => text.extend([before, line_end]),
            }
            text.extend([name.as_str(), "=", &written(value, *way, line_end), line_end]);
        }
        let read = read_env(text.as_bytes());
        let wrong: Vec<_> =
            read.remarks.iter().filter(|(_, told)| *told != Remark::Unsubstituted).collect();
        prop_assert!(wrong.is_empty(), "{wrong:?} in {text:?}");
        let found: Vec<_> =
            read.entries.iter().map(|e| (e.name.as_str(), e.value.expose())).collect();
        let expected: Vec<_> =
            entries.iter().map(|(name, value, ..)| (name.as_str(), value.as_str())).collect();
        prop_assert_eq!(found, expected, "{:?}", text);
    }
}
