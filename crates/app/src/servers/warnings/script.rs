//! Splits a shell script into its simple commands, as far as a warning needs: quotes, pipes,
//! separators, substitutions. Written for POSIX shells; near enough for PowerShell and cmd.

/// One simple command of a script.
#[derive(Debug, Default)]
pub(super) struct Simple<'t> {
    /// Its words, quotes removed; a substitution leaves nothing in its word.
    pub(super) words: Vec<String>,
    /// Where each word ends in the script.
    pub(super) ends: Vec<usize>,
    /// Where it begins and ends in the script.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What stands in `$(…)`, `<(…)`, `(…)` or backticks, with the number of its word.
    pub(super) nested: Vec<(usize, &'t str)>,
    /// Its output is the next command's input.
    pub(super) is_piped: bool,
}

/// The simple commands of `text`, in order.
pub(super) fn commands(text: &str) -> Vec<Simple<'_>> {
    let mut reader = Reader { text, at: 0, word: None, simple: Simple::default(), all: Vec::new() };
    while let Some(c) = reader.peek() {
        reader.step(c);
    }
    reader.end_command(false);
    reader.all
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The word that is being read.
    word: Option<String>,
    simple: Simple<'t>,
    all: Vec<Simple<'t>>,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn step(&mut self, c: char) {
        let begins = |prefix: &str| self.rest().starts_with(prefix);
        match c {
            '\n' | ';' => {
                self.end_command(false);
                self.at += 1;
            }
            '|' => {
                let is_or = begins("||");
                self.end_command(!is_or);
                self.at += if is_or || self.rest().starts_with("|&") { 2 } else { 1 };
            }
            // `2>&1` and `&>file` are no separators.
            '&' if !self.text[..self.at].ends_with(['>', '<']) && !begins("&>") => {
                self.end_command(false);
                self.at += if begins_and(self.rest()) { 2 } else { 1 };
            }
            c if c.is_whitespace() => {
                self.end_word();
                self.at += c.len_utf8();
            }
            '\'' => {
                let inner = &self.rest()[1..];
                let end = inner.find('\'').unwrap_or(inner.len());
                self.push(&inner[..end]);
                self.at = (self.at + 1 + end + 1).min(self.text.len());
            }
            '"' => self.double_quoted(),
            '\\' => {
                self.at += 1;
                if let Some(next) = self.peek() {
                    self.push_char(next);
                    self.at += next.len_utf8();
                }
            }
            '`' => self.backticks(),
            '(' => self.parenthesis(1),
            ')' => {
                self.end_command(false);
                self.at += 1;
            }
            '$' | '<' | '>' if self.rest()[1..].starts_with('(') => self.parenthesis(2),
            other => {
                self.push_char(other);
                self.at += other.len_utf8();
            }
        }
    }

    fn double_quoted(&mut self) {
        self.at += 1;
        self.push("");
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' => {
                    self.at += 1;
                    if let Some(next) = self.peek() {
                        self.push_char(next);
                        self.at += next.len_utf8();
                    }
                }
                '`' => self.backticks(),
                '$' if self.rest().starts_with("$(") => self.parenthesis(2),
                other => {
                    self.push_char(other);
                    self.at += other.len_utf8();
                }
            }
        }
    }

    fn backticks(&mut self) {
        let inner = &self.rest()[1..];
        let end = inner.find('`').unwrap_or(inner.len());
        self.nest(&inner[..end]);
        self.at = (self.at + 1 + end + 1).min(self.text.len());
    }

    /// A parenthesis that opens after `opening` bytes, up to the one that closes it.
    fn parenthesis(&mut self, opening: usize) {
        let inner = &self.rest()[opening..];
        let end = closing(inner);
        self.nest(&inner[..end]);
        self.at = (self.at + opening + end + 1).min(self.text.len());
    }

    fn nest(&mut self, inner: &'t str) {
        self.push("");
        self.simple.nested.push((self.simple.words.len(), inner));
    }

    fn push(&mut self, text: &str) {
        if self.word.is_none() && self.simple.words.is_empty() {
            self.simple.start = self.at;
        }
        self.word.get_or_insert_default().push_str(text);
    }

    fn push_char(&mut self, c: char) {
        self.push(c.encode_utf8(&mut [0; 4]));
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take() {
            self.simple.words.push(word);
            self.simple.ends.push(self.at);
        }
    }

    fn end_command(&mut self, is_piped: bool) {
        self.end_word();
        let mut simple = std::mem::take(&mut self.simple);
        if !simple.words.is_empty() {
            simple.end = simple.ends.last().copied().unwrap_or(self.at);
            simple.is_piped = is_piped;
            self.all.push(simple);
        }
    }
}

fn begins_and(rest: &str) -> bool {
    rest.starts_with("&&")
}

/// Where the parenthesis that was opened before `inner` is closed.
fn closing(inner: &str) -> usize {
    let mut depth = 1usize;
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            (Some(_) | None, _) => {}
        }
    }
    inner.len()
}
