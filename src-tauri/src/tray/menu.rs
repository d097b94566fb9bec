//! The tray's menu: built once, then changed in place, since Linux cannot replace a menu.
//!
//! Items: each server with its state and a toggle, then Start all, Stop all, Open console, Pause
//! notifications, Quit. Menus belong to the main thread; changes are sent there.

use std::sync::{Arc, Mutex, PoisonError};

use console_app::view::ServerView;
use console_app::{Console, Settings, Wait};
use console_domain::{EventKind, Problem, ServerState};
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{App, AppHandle, Manager, Wry};
use tokio::sync::broadcast::error::RecvError;

use super::icon::Worst;
use crate::labels::Labels;
use crate::window;

/// The words that are used here.
#[cfg(test)]
pub(crate) const KEYS: &[&str] = &[
    "tray_start_all",
    "tray_stop_all",
    "tray_open",
    "tray_pause",
    "tray_quit",
    "state_stopped",
    "state_starting",
    "state_up",
    "state_degraded",
    "state_backoff",
    "state_failed",
    "state_stopping",
    "state_needs_approval",
];

const START_ALL: &str = "start-all";
const STOP_ALL: &str = "stop-all";
const OPEN: &str = "open";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";
const SERVER: &str = "server:";

/// The tray and the items that change.
pub(crate) struct Tray {
    icon: TrayIcon<Wry>,
    menu: Menu<Wry>,
    start_all: MenuItem<Wry>,
    stop_all: MenuItem<Wry>,
    open: MenuItem<Wry>,
    pause: CheckMenuItem<Wry>,
    quit: MenuItem<Wry>,
    shown: Mutex<Shown>,
}

/// What the menu shows at present.
struct Shown {
    labels: Labels,
    worst: Worst,
    servers: Vec<(ServerView, CheckMenuItem<Wry>)>,
}

impl Tray {
    /// Whether there is a tray.
    pub(crate) fn is_built(app: &AppHandle) -> bool {
        app.try_state::<Arc<Tray>>().is_some()
    }
}

/// Builds the tray; `None` where the system has no library for it.
pub(crate) fn build(app: &App, settings: Settings, paused: bool) -> Option<Arc<Tray>> {
    // libappindicator is loaded when the icon is built, and its loader panics without it.
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        build_tray(app, Labels::of(settings), paused)
    }));
    match built {
        Ok(Ok(tray)) => {
            let tray = Arc::new(tray);
            app.manage(Arc::clone(&tray));
            Some(tray)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no tray");
            None
        }
        Err(_) => {
            tracing::warn!("there is no tray: install libayatana-appindicator3-1");
            None
        }
    }
}

fn build_tray(app: &App, labels: Labels, paused: bool) -> tauri::Result<Tray> {
    let item = |id, key| MenuItem::with_id(app, id, labels.get(key), true, None::<&str>);
    let start_all = item(START_ALL, "tray_start_all")?;
    let stop_all = item(STOP_ALL, "tray_stop_all")?;
    let open = item(OPEN, "tray_open")?;
    let quit = item(QUIT, "tray_quit")?;
    let text = labels.get("tray_pause");
    let pause = CheckMenuItem::with_id(app, PAUSE, text, true, paused, None::<&str>)?;
    let separator = || PredefinedMenuItem::separator(app);
    let (first, second, third) = (separator()?, separator()?, separator()?);
    let items: [&dyn IsMenuItem<Wry>; 8] =
        [&first, &start_all, &stop_all, &second, &open, &pause, &third, &quit];
    let menu = Menu::with_items(app, &items)?;
    let worst = Worst::Idle;
    let icon = TrayIconBuilder::with_id("main")
        .icon(worst.image()?)
        .tooltip("MCP Console")
        .menu(&menu)
        .on_menu_event(|app, event| clicked(app, event.id().as_ref()))
        .build(app)?;
    let shown = Mutex::new(Shown { labels, worst, servers: Vec::new() });
    Ok(Tray { icon, menu, start_all, stop_all, open, pause, quit, shown })
}

/// Keeps the menu as the servers are, until the console ends.
pub(crate) fn watch(app: &AppHandle, console: &Arc<Console>, tray: Arc<Tray>) {
    let (app, console) = (app.clone(), Arc::clone(console));
    let mut events = console.bus().subscribe();
    tauri::async_runtime::spawn(async move {
        loop {
            match console.list_servers().await {
                Ok(servers) => {
                    let paused = console.desktop_memory().await.notifications_paused;
                    let tray = Arc::clone(&tray);
                    on_main_thread(&app, move |app| tray.show(app, servers, paused));
                }
                Err(problem) => tracing::warn!(%problem, "the tray is not current"),
            }
            // Whatever else has arrived by then is in the list that is read next.
            let mut next = events.recv().await;
            loop {
                match next {
                    // The database is closed soon, and the tray goes with the app.
                    Ok(event) if event.kind == EventKind::ShuttingDown => return,
                    Err(RecvError::Closed) => return,
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                }
                if events.is_empty() {
                    break;
                }
                next = events.recv().await;
            }
        }
    });
}

/// Says everything in the language of `settings`.
pub(crate) fn relabel(app: &AppHandle, settings: Settings) {
    let Some(tray) = app.try_state::<Arc<Tray>>() else { return };
    let tray = Arc::clone(&tray);
    on_main_thread(app, move |_| tray.speak(Labels::of(settings)));
}

fn on_main_thread(
    app: &AppHandle,
    change: impl FnOnce(&AppHandle) -> tauri::Result<()> + Send + 'static,
) {
    let handle = app.clone();
    let sent = app.run_on_main_thread(move || {
        if let Err(error) = change(&handle) {
            tracing::warn!(%error, "the tray could not be changed");
        }
    });
    if let Err(error) = sent {
        tracing::debug!(%error, "the app is ending; the tray stays as it is");
    }
}

impl Tray {
    fn show(&self, app: &AppHandle, servers: Vec<ServerView>, paused: bool) -> tauri::Result<()> {
        if self.pause.is_checked()? != paused {
            self.pause.set_checked(paused)?;
        }
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let labels = shown.labels;
        let gone: Vec<usize> = (0..shown.servers.len())
            .filter(|i| !servers.iter().any(|server| server.id == shown.servers[*i].0.id))
            .collect();
        for index in gone.into_iter().rev() {
            let (_, item) = shown.servers.remove(index);
            self.menu.remove(&item)?;
        }
        for (position, server) in servers.into_iter().enumerate() {
            if let Some((old, item)) = shown.servers.iter_mut().find(|(old, _)| old.id == server.id)
            {
                if (old.state, old.approved, &old.name)
                    != (server.state, server.approved, &server.name)
                {
                    item.set_text(text(labels, &server))?;
                    item.set_checked(runs(server.state))?;
                    *old = server;
                }
                continue;
            }
            let id = format!("{SERVER}{}", server.id);
            let words = text(labels, &server);
            let on = runs(server.state);
            let item = CheckMenuItem::with_id(app, id, words, true, on, None::<&str>)?;
            let position = position.min(shown.servers.len());
            self.menu.insert(&item, position)?;
            shown.servers.insert(position, (server, item));
        }
        let worst = Worst::of(shown.servers.iter().map(|(server, _)| server.state));
        if worst != shown.worst {
            self.icon.set_icon(Some(worst.image()?))?;
            shown.worst = worst;
        }
        Ok(())
    }

    fn speak(&self, labels: Labels) -> tauri::Result<()> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.labels = labels;
        self.start_all.set_text(labels.get("tray_start_all"))?;
        self.stop_all.set_text(labels.get("tray_stop_all"))?;
        self.open.set_text(labels.get("tray_open"))?;
        self.pause.set_text(labels.get("tray_pause"))?;
        self.quit.set_text(labels.get("tray_quit"))?;
        shown.servers.iter().try_for_each(|(server, item)| item.set_text(text(labels, server)))
    }
}

fn runs(state: ServerState) -> bool {
    !matches!(state, ServerState::Stopped | ServerState::Failed)
}

fn text(labels: Labels, server: &ServerView) -> String {
    let state = if server.approved || !server.state.is_resting() {
        labels.get(&format!("state_{}", server.state.as_str()))
    } else {
        labels.get("state_needs_approval")
    };
    // A single ampersand would mark a mnemonic.
    format!("{} – {state}", server.name.replace('&', "&&"))
}

fn clicked(app: &AppHandle, id: &str) {
    match id {
        OPEN => window::show(app),
        QUIT => app.exit(0),
        _ => {
            let id = id.to_owned();
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                if let Err(problem) = act(&app, &id).await {
                    tracing::warn!(item = id, code = ?problem.code, "{problem}");
                    explain(&app, &id);
                }
            });
        }
    }
}

async fn act(app: &AppHandle, item: &str) -> Result<(), Problem> {
    let console = Arc::clone(&app.state::<Arc<Console>>());
    match item {
        START_ALL => console.start_all_servers().await.map(drop),
        STOP_ALL => console.stop_all_servers(Wait::No).await.map(drop),
        PAUSE => {
            let paused = console.desktop_memory().await.notifications_paused;
            console.pause_notices(!paused).await.map(drop)
        }
        _ => {
            let Some(id) = item.strip_prefix(SERVER) else { return Ok(()) };
            let toggled = if runs(console.show_server(id).await?.view.state) {
                console.stop_server(id, Wait::No).await
            } else {
                console.start_server(id, Wait::No).await
            };
            // A click has ticked or unticked the item by itself; show it as it is.
            if let Some(tray) = app.try_state::<Arc<Tray>>() {
                let tray = Arc::clone(&tray);
                let servers = console.list_servers().await?;
                let paused = console.desktop_memory().await.notifications_paused;
                on_main_thread(app, move |app| tray.refresh(app, servers, paused));
            }
            toggled.map(drop)
        }
    }
}

/// What an item could not do is told in the window: on the page of its server, where it has one.
fn explain(app: &AppHandle, item: &str) {
    match item.strip_prefix(SERVER) {
        Some(server) => {
            app.state::<Arc<Console>>().request_page(format!("/servers/{server}"));
        }
        None => window::show(app),
    }
}

impl Tray {
    /// As [`Self::show`], and sets every tick again.
    fn refresh(
        &self,
        app: &AppHandle,
        servers: Vec<ServerView>,
        paused: bool,
    ) -> tauri::Result<()> {
        self.show(app, servers, paused)?;
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.servers.iter().try_for_each(|(server, item)| item.set_checked(runs(server.state)))
    }
}
