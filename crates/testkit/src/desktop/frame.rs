//! The window as the window manager sees it: shown or hidden, its frame and its place.

use std::process::Command;

use super::{DesktopApp, LONG};
use crate::wait_until_async;

/// Position and size of a window's content on the screen, pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl DesktopApp {
    /// Whether the window is on the screen.
    pub fn is_shown(&self) -> bool {
        !self.windows_on_screen().is_empty()
    }

    /// Waits until the window is on the screen.
    pub async fn wait_until_shown(&self) {
        wait_until_async(LONG, "the window is shown", async || self.is_shown()).await;
    }

    /// Waits until no window of the app is on the screen.
    pub async fn wait_until_hidden(&self) {
        wait_until_async(LONG, "the window is hidden", async || !self.is_shown()).await;
    }

    /// Presses the close button of the window's frame, as the window manager sends it.
    pub async fn close_window(&self) {
        self.wait_until_shown().await;
        for window in self.windows_on_screen() {
            let closed = Command::new("wmctrl").args(["-i", "-c", &window]).status();
            assert!(closed.expect("wmctrl is installed").success(), "it is asked to close");
        }
    }

    /// Where the window is.
    ///
    /// # Panics
    /// Where it is not on the screen.
    pub fn geometry(&self) -> Geometry {
        let window = self.windows_on_screen().into_iter().next().expect("a window on the screen");
        let said = output("xdotool", &["getwindowgeometry", "--shell", &window]);
        let value = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_else(|| panic!("xdotool tells {name}: {said}"))
        };
        let number = |name: &str| value(name).parse().expect("a number");
        let size = |name: &str| value(name).parse().expect("a number");
        Geometry { x: number("X"), y: number("Y"), width: size("WIDTH"), height: size("HEIGHT") }
    }

    /// Moves and resizes the window, as a person does by its frame.
    pub fn place(&self, to: Geometry) {
        let window = self.windows_on_screen().into_iter().next().expect("a window on the screen");
        let Geometry { x, y, width, height } = to;
        let place = format!("0,{x},{y},{width},{height}");
        let moved = Command::new("wmctrl").args(["-i", "-r", &window, "-e", &place]).status();
        assert!(moved.expect("wmctrl is installed").success(), "it is asked to move");
    }

    fn windows_on_screen(&self) -> Vec<String> {
        let pid = self.pid().to_string();
        let search = ["search", "--all", "--onlyvisible", "--pid", &pid, "--name", "MCP Console"];
        output("xdotool", &search).lines().map(str::to_owned).collect()
    }
}

fn output(program: &str, args: &[&str]) -> String {
    let ran = Command::new(program).args(args).output();
    let ran = ran.unwrap_or_else(|error| panic!("{program} is installed: {error}"));
    String::from_utf8(ran.stdout).expect("text")
}
