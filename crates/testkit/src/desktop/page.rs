//! What a user sees and does in the window.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{By, DesktopApp, keys};
use crate::wait_until_async;

/// How long an element may take to appear, to become clickable, to go away.
const DEADLINE: Duration = Duration::from_secs(15);
/// How long one WebDriver command may take.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(30);
/// The key under which WebDriver sends an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A finding of axe.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AxeViolation {
    /// The rule, such as `color-contrast`.
    pub id: String,
    /// `minor`, `moderate`, `serious`, `critical`.
    pub impact: Option<String>,
    /// What the rule wants.
    pub help: String,
    /// CSS selectors of the elements that break it.
    pub targets: Vec<String>,
}

impl DesktopApp {
    /// Clicks, once the element is there and enabled.
    pub async fn click(&self, by: By) {
        self.act(&format!("{by:?} can be clicked"), &by, async |element| {
            // A click on a disabled button is no error, it only does nothing.
            if !element.is_enabled().await? {
                return Ok(None);
            }
            // The driver takes the place of an element for its click, then scrolls: what was out
            // of sight is brought there first, and must rest for two frames.
            let rests = self.client.execute_async(RESTS, vec![json!(element)]).await?;
            if rests != Value::Bool(true) {
                return Ok(None);
            }
            element.click().await.map(Some)
        })
        .await;
    }

    /// Replaces the content of a field as a person does, by keys: the driver's own way to clear
    /// one leaves the page with what it remembers. No text empties the field.
    pub async fn fill(&self, by: By, text: &str) {
        let keys = keys::replacing(text);
        self.act(&format!("{by:?} can be filled with {text:?}"), &by, async |element| {
            element.send_keys(&keys).await?;
            // A page that is still being drawn may take the focus away, and some of the keys.
            let held = element.prop("value").await?;
            Ok((held.as_deref() == Some(text)).then_some(()))
        })
        .await;
    }

    /// Types into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        for char in text.chars() {
            self.press(char.encode_utf8(&mut [0; 4])).await;
        }
    }

    /// Presses a key or a chord: `Escape`, `Control+k`, `?`.
    pub async fn press(&self, chord: &str) {
        let actions = keys::chord(chord);
        command(self.client.perform_actions(actions)).await.expect("keys can be pressed");
    }

    /// Waits until the element is there; its text.
    pub async fn text(&self, by: By) -> String {
        self.act(&format!("{by:?} is there"), &by, async |element| element.text().await.map(Some))
            .await
    }

    /// The texts of all such elements that are there now.
    pub async fn texts(&self, by: By) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.find_all(&by).await {
            // One that vanishes meanwhile is not there.
            texts.extend(command(element.text()).await);
        }
        texts
    }

    /// Waits until the element is there; its attribute.
    pub async fn attribute(&self, by: By, name: &str) -> Option<String> {
        self.act(&format!("{by:?} is there"), &by, async |element| {
            element.attr(name).await.map(Some)
        })
        .await
    }

    /// Waits until the element is there; its property, such as `value`.
    pub async fn property(&self, by: By, name: &str) -> Option<String> {
        self.act(&format!("{by:?} is there"), &by, async |element| {
            element.prop(name).await.map(Some)
        })
        .await
    }

    /// Whether the element is there now.
    pub async fn sees(&self, by: By) -> bool {
        !self.find_all(&by).await.is_empty()
    }

    /// Waits until the element is there.
    pub async fn wait_for(&self, by: By) {
        self.wait_for_within(DEADLINE, by).await;
    }

    /// [`Self::wait_for`] with another deadline, for what takes longer than drawing.
    pub async fn wait_for_within(&self, deadline: Duration, by: By) {
        let what = format!("{by:?} is there");
        self.wait(deadline, &what, async || self.sees(by.clone()).await.then_some(())).await;
    }

    /// Waits until there is no such element.
    pub async fn wait_until_gone(&self, by: By) {
        let what = format!("{by:?} is gone");
        self.wait(DEADLINE, &what, async || (!self.sees(by.clone()).await).then_some(())).await;
    }

    /// Leaves the first steps where the window has opened with them. They open with the page
    /// itself, so that a page without them will have none.
    pub async fn skip_welcome(&self) {
        let opened = "const page = document.querySelector('main');
            return page && (location.hash.startsWith('#/welcome') ? 'welcome' : 'page');";
        let shown = self.wait(DEADLINE, "the window has a page", async || {
            let answer = command(self.client.execute(opened, vec![])).await.ok()?;
            answer.as_str().map(str::to_owned)
        });
        if shown.await == "welcome" {
            self.click(By::test_id("welcome-skip")).await;
            self.wait_until_gone(By::test_id("welcome")).await;
        }
    }

    /// Runs a function body in the page; `arguments` are its arguments.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Value {
        command(self.client.execute(body, arguments)).await.expect("the script runs")
    }

    /// Runs a function body in the page that answers through its last argument, within the
    /// driver's 30 seconds.
    pub async fn script_async(&self, body: &str, arguments: Vec<Value>) -> Value {
        command(self.client.execute_async(body, arguments)).await.expect("the script answers")
    }

    /// Writes a screenshot (PNG) of the page at rest to a file; while something keeps moving, of
    /// the tenth frame.
    pub async fn screenshot(&self, file: &Path) {
        const TRIES: usize = 10;
        // The driver gives what was composited last, which lags behind the page.
        let mut last = self.next_frame().await;
        for _ in 0..TRIES {
            let next = self.next_frame().await;
            if next == std::mem::replace(&mut last, next.clone()) {
                break;
            }
        }
        std::fs::write(file, last).expect("the screenshot can be written");
    }

    async fn next_frame(&self) -> Vec<u8> {
        let two_frames = "const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        command(self.client.execute_async(two_frames, vec![])).await.expect("the page is drawn");
        command(self.client.screenshot()).await.expect("a screenshot")
    }

    /// Makes the window this large, in CSS pixels, and waits until the page is.
    pub async fn resize(&self, width: u32, height: u32) {
        command(self.client.set_window_size(width, height)).await.expect("the window resizes");
        let what = format!("the window is {width} wide");
        wait_until_async(DEADLINE, &what, async || {
            // The page hears of it later than the window.
            self.script("return innerWidth", vec![]).await == json!(width)
        })
        .await;
    }

    /// Loads another page.
    pub async fn go_to(&self, url: &str) {
        command(self.client.goto(url)).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// The window's title.
    pub async fn title(&self) -> String {
        command(self.client.title()).await.expect("the window has a title")
    }

    /// Runs axe (the source of `axe.min.js`) over the page, by the rules of WCAG 2.2 AA.
    pub async fn axe(&self, source: &str) -> Vec<AxeViolation> {
        self.script(&format!("{source}\n;window.axe = axe;"), vec![]).await;
        let run = r"
            const done = arguments[arguments.length - 1];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            // What fades in has too little contrast until it is there.
            const moving = document.getAnimations()
              .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
              .map((each) => each.finished);
            Promise.allSettled(moving).then(() =>
              // Beyond WCAG: everything is within a landmark, menus and tooltips too.
              axe.run(document, {
                runOnly: { type: 'tag', values: tags },
                rules: { region: { enabled: true } },
              })).then(
              ({ violations }) => done({ violations: violations.map((each) => ({
                id: each.id, impact: each.impact, help: each.help,
                targets: each.nodes.map((node) => node.target.join(' ')),
              })) }),
              (error) => done({ error: String(error) }),
            );";
        let answer = command(self.client.execute_async(run, vec![])).await.expect("axe runs");
        serde_json::from_value(answer["violations"].clone())
            .unwrap_or_else(|error| panic!("axe failed ({error}): {answer}"))
    }

    /// Does something with the first such element; tries again while it is not there, covered,
    /// replaced by a fresh rendering, or not yet as `action` wants it (`None`).
    async fn act<T>(
        &self,
        what: &str,
        by: &By,
        action: impl AsyncFn(Element) -> Result<Option<T>, CmdError>,
    ) -> T {
        self.wait(DEADLINE, what, async || {
            let element = self.find_all(by).await.into_iter().next()?;
            command(action(element)).await.ok()?
        })
        .await
    }

    /// Waits as [`crate::wait_for_async`] does; says what is on the page where it is in vain.
    async fn wait<T>(
        &self,
        deadline: Duration,
        what: &str,
        mut look: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let start = Instant::now();
        while start.elapsed() < deadline {
            if let Some(value) = look().await {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let page = self.script("return document.body.innerText", vec![]).await;
        let page: String = page.as_str().unwrap_or_default().chars().take(4_000).collect();
        panic!("not within {deadline:?}: {what}. The page says:\n{page}");
    }

    async fn find_all(&self, by: &By) -> Vec<Element> {
        let script = include_str!("locate.js");
        let found = match command(self.client.execute(script, vec![json!(by)])).await {
            Ok(found) => found,
            Err(error) if is_hopeless(&error) => panic!("the window cannot be asked: {error}"),
            // The page is being replaced; there is nothing on it.
            Err(_) => return Vec::new(),
        };
        let ids = found.as_array().into_iter().flatten().filter_map(|each| each[ELEMENT].as_str());
        ids.map(|id| Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned())))
            .collect()
    }
}

/// The session is over, or our own script is wrong: nothing will come of waiting.
fn is_hopeless(error: &CmdError) -> bool {
    error.is_invalid_session_id()
        || error.is_javascript_error()
        || matches!(error, CmdError::Failed(_) | CmdError::Lost(_))
}

/// Brings an element into sight, and answers whether it keeps its place from frame to frame.
const RESTS: &str = r"
    const [element, done] = arguments;
    const place = () => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height].join();
    };
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) element.scrollIntoView({ block: 'center' });
    requestAnimationFrame(() => {
        const before = place();
        requestAnimationFrame(() => done(place() === before));
    });
";

/// One WebDriver command, with the time that it may take.
async fn command<T>(command: impl Future<Output = Result<T, CmdError>>) -> Result<T, CmdError> {
    tokio::time::timeout(COMMAND_TIMEOUT, command).await.expect("the driver answers in time")
}
