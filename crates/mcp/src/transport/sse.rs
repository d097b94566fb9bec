//! Server-sent events: the format of every stream that a remote server answers with.
//!
//! After the HTML standard, "9.2 Server-sent events", but bounded: an event whose data is larger
//! than the bound is passed over and reported, and the stream goes on. Invariant: how the stream
//! is cut into chunks changes nothing.

use std::time::Duration;

/// What a stream says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SseItem {
    /// An event.
    Event(SseEvent),
    /// An event whose data is beyond the bound was passed over.
    TooLong,
    /// How long to wait before the stream is opened again.
    Retry(Duration),
}

/// An event.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct SseEvent {
    /// Its type; `None` means `message`.
    pub(crate) name: Option<String>,
    /// Its data, lines joined by line breaks.
    pub(crate) data: Vec<u8>,
    /// Its id, where the event itself has one.
    pub(crate) id: Option<String>,
}

/// Reads a stream piece by piece.
#[derive(Debug)]
pub(crate) struct SseParser {
    limit: usize,
    line: Vec<u8>,
    /// Bytes of the line so far, those that are not kept included.
    line_length: usize,
    /// The last byte was `\r`: a `\n` right after it belongs to the same break.
    after_return: bool,
    at_start: bool,
    too_long: bool,
    /// The data of the event so far, where it has some.
    data: Option<Vec<u8>>,
    /// The rest of the event so far.
    event: SseEvent,
}

impl SseParser {
    /// A parser of events with at most `limit` bytes of data.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            line_length: 0,
            after_return: false,
            at_start: true,
            too_long: false,
            data: None,
            event: SseEvent::default(),
        }
    }

    /// Takes the next piece; what it completes goes to `each`.
    pub(crate) fn push(&mut self, mut bytes: &[u8], mut each: impl FnMut(SseItem)) {
        while !bytes.is_empty() {
            if std::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(at) = memchr::memchr2(b'\n', b'\r', bytes) else {
                self.extend_line(bytes);
                return;
            };
            self.extend_line(&bytes[..at]);
            self.after_return = bytes[at] == b'\r';
            bytes = &bytes[at + 1..];
            self.end_line(&mut each);
        }
    }

    fn extend_line(&mut self, bytes: &[u8]) {
        self.line_length += bytes.len();
        // A few bytes for the name of the field.
        if self.line_length > self.limit + 64 {
            self.too_long = true;
        }
        if !self.too_long {
            self.line.extend_from_slice(bytes);
        }
    }

    fn end_line(&mut self, each: &mut impl FnMut(SseItem)) {
        let line = std::mem::take(&mut self.line);
        let mut text = &line[..];
        if std::mem::take(&mut self.at_start) {
            text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        }
        let blank = std::mem::take(&mut self.line_length) == line.len() && text.is_empty();
        if blank {
            self.end_event(each);
        } else if !self.too_long {
            self.field(text, each);
        }
        if line.capacity() <= 64 * 1024 {
            self.line = line;
            self.line.clear();
        }
    }

    fn field(&mut self, line: &[u8], each: &mut impl FnMut(SseItem)) {
        let at = memchr::memchr(b':', line).unwrap_or(line.len());
        let value = line.get(at + 1..).unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match &line[..at] {
            b"data" => {
                let held = self.data.as_ref().map_or(0, |data| data.len() + 1);
                if held + value.len() > self.limit {
                    self.too_long = true;
                } else if let Some(data) = &mut self.data {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                } else {
                    self.data = Some(value.to_vec());
                }
            }
            b"event" => self.event.name = Some(String::from_utf8_lossy(value).into_owned()),
            b"id" if !value.contains(&0) => {
                self.event.id = Some(String::from_utf8_lossy(value).into_owned());
            }
            b"retry" => {
                let millis = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                if let Some(millis) = millis {
                    each(SseItem::Retry(Duration::from_millis(millis)));
                }
            }
            _ => {}
        }
    }

    fn end_event(&mut self, each: &mut impl FnMut(SseItem)) {
        let (data, event) = (self.data.take(), std::mem::take(&mut self.event));
        if std::mem::take(&mut self.too_long) {
            each(SseItem::TooLong);
        } else if data.is_some() || event.id.is_some() {
            each(SseItem::Event(SseEvent { data: data.unwrap_or_default(), ..event }));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items(limit: usize, chunks: &[&[u8]]) -> Vec<SseItem> {
        let mut parser = SseParser::new(limit);
        let mut out = Vec::new();
        for chunk in chunks {
            parser.push(chunk, |item| out.push(item));
        }
        out
    }

    fn event(name: Option<&str>, data: &str, id: Option<&str>) -> SseItem {
        let (name, id) = (name.map(Into::into), id.map(Into::into));
        SseItem::Event(SseEvent { name, data: data.into(), id })
    }

    #[test]
    fn events_are_read_as_the_standard_says() {
        let text = b"\xEF\xBB\xBF: keep-alive\n\ndata: one\ndata:two\n\nevent: endpoint\r\ndata: /m\r\n\r\n\
            id: 7\rdata\r\rretry: 250\nunknown: x\nid: 8\n\ndata: unfinished";
        assert_eq!(
            items(100, &[text]),
            [
                event(None, "one\ntwo", None),
                event(Some("endpoint"), "/m", None),
                event(None, "", Some("7")),
                SseItem::Retry(Duration::from_millis(250)),
                event(None, "", Some("8")),
            ]
        );
    }

    #[test]
    fn an_event_beyond_the_bound_is_passed_over() {
        let long = "x".repeat(500);
        for text in [
            format!("data: {long}\n\ndata: ok\n\n"),
            format!("data: {0}\ndata: {0}\n\ndata: ok\n\n", "y".repeat(60)),
        ] {
            let chunks: Vec<&[u8]> = text.as_bytes().chunks(7).collect();
            assert_eq!(items(100, &chunks), [SseItem::TooLong, event(None, "ok", None)], "{text}");
        }
    }

    proptest! {
        /// However the stream is cut, the same items come out.
        #[test]
        fn chunking_changes_nothing(
            pieces in prop::collection::vec(
                prop_oneof![
                    Just("data: a"), Just("data:bb"), Just("\n"), Just("\r\n"), Just("\r"),
                    Just(":c"), Just("id: 1"), Just("event: e"), Just("retry: 5"), Just("zzzz"),
                ],
                0..40,
            ),
            cuts in prop::collection::vec(0usize..200, 0..8),
            limit in 1usize..6,
        ) {
            let text = pieces.concat();
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            prop_assert_eq!(items(limit, &chunks), items(limit, &[bytes]));
        }
    }
}
