//! What happens to a console's servers, as a notifier and the notifications centre are told it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use console_domain::limits::{EVENT_BUFFER, MAX_NOTICES};
use console_domain::{
    Delivery, EventKind, Notice, NoticeKind, Notifier, NotifyError, ServerId, ServerState,
};
use console_store::DataDir;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

use crate::view::HostFace;
use crate::{Console, ConsoleOptions, QuietNotifier};

/// How long anything here may take.
const LONG: Duration = Duration::from_secs(20);

struct House {
    console: Arc<Console>,
    _dir: TempDir,
}

async fn house() -> House {
    let dir = tempfile::tempdir().expect("a directory");
    let mut options = ConsoleOptions::new(DataDir::new(dir.path()), HostFace::Headless);
    options.manifest = None;
    let console = Console::open(options).await.expect("a fresh directory");
    House { console: Arc::new(console), _dir: dir }
}

/// Writes down what it is told.
#[derive(Debug, Default)]
struct Notebook(Mutex<Vec<NoticeKind>>);

#[async_trait]
impl Notifier for Notebook {
    async fn show(&self, notice: &Notice) -> Result<(), NotifyError> {
        self.0.lock().expect("no test panics in it").push(notice.kind.clone());
        Ok(())
    }
}

/// Never answers.
struct Hangs;

#[async_trait]
impl Notifier for Hangs {
    async fn show(&self, _notice: &Notice) -> Result<(), NotifyError> {
        std::future::pending().await
    }
}

fn id(name: &str) -> ServerId {
    ServerId::from_name(name).expect("a valid name")
}

fn becomes(console: &Console, server: &str, to: ServerState) {
    let (server, from) = (id(server), ServerState::Starting);
    console.bus().publish(EventKind::ServerState { server, from, to, problem: None });
}

async fn next_notice(events: &mut Receiver<console_domain::Event>) -> Notice {
    let wait = async {
        loop {
            if let EventKind::NoticeAdded { notice } = events.recv().await.expect("open").kind {
                return notice;
            }
        }
    };
    tokio::time::timeout(LONG, wait).await.expect("it is told in time")
}

#[tokio::test]
async fn a_notice_is_stored_shown_and_announced() {
    let House { console, _dir } = house().await;
    let notebook = Arc::new(Notebook::default());
    let mut events = console.bus().subscribe();
    tokio::spawn(console.notify(Arc::clone(&notebook) as Arc<dyn Notifier>));
    becomes(&console, "time", ServerState::Failed);
    becomes(&console, "time", ServerState::Failed);
    becomes(&console, "time", ServerState::Up);
    let failed = next_notice(&mut events).await;
    let recovered = next_notice(&mut events).await;
    assert_eq!(failed.kind, NoticeKind::ServerFailed { server: id("time"), problem: None });
    assert_eq!(recovered.kind, NoticeKind::ServerRecovered { server: id("time") });
    let page = console.notices().await.expect("readable");
    assert_eq!(page.notices, [recovered.clone(), failed.clone()], "newest first, as announced");
    assert_eq!(page.unread, 2);
    assert_eq!(*notebook.0.lock().expect("free"), [failed.kind, recovered.kind]);

    let page = console.read_notices(&[failed.id]).await.expect("writable");
    assert_eq!(page.unread, 1);
    let page = console.read_notices(&[]).await.expect("writable");
    assert_eq!(page.unread, 0);
    assert!(console.clear_notices().await.expect("writable").notices.is_empty());
    console.shutdown().await;
}

#[tokio::test]
async fn paused_hung_or_without_a_desktop_the_centre_has_it_all_the_same() {
    let House { console, _dir } = house().await;
    let mut events = console.bus().subscribe();
    let notebook = Arc::new(Notebook::default());
    let watch = tokio::spawn(console.notify(Arc::clone(&notebook) as Arc<dyn Notifier>));
    assert!(console.pause_notices(true).await.expect("writable").paused);
    becomes(&console, "a", ServerState::Failed);
    assert_eq!(next_notice(&mut events).await.delivery, Delivery::Paused);
    assert!(notebook.0.lock().expect("free").is_empty(), "nobody is disturbed");
    console.pause_notices(false).await.expect("writable");
    watch.abort();

    let watch = tokio::spawn(console.notify(Arc::new(QuietNotifier)));
    becomes(&console, "b", ServerState::Failed);
    assert_eq!(next_notice(&mut events).await.delivery, Delivery::Unavailable);
    watch.abort();

    let watch = tokio::spawn(console.notify(Arc::new(Hangs)));
    for name in ["c", "d", "e"] {
        becomes(&console, name, ServerState::Failed);
    }
    let begun = std::time::Instant::now();
    for _ in 0..3 {
        assert_eq!(next_notice(&mut events).await.delivery, Delivery::Unavailable);
    }
    let time = begun.elapsed();
    assert!(time < 2 * console_domain::limits::NOTIFY_TIMEOUT, "one waits for all: {time:?}");
    watch.abort();
    assert_eq!(console.notices().await.expect("readable").notices.len(), 5);
    console.shutdown().await;
}

#[tokio::test]
async fn what_happened_while_events_were_lost_is_made_up_for() {
    let House { console, _dir } = house().await;
    let request = crate::view::AddServer {
        name: "broken".into(),
        command: Some("no-such-program-anywhere".into()),
        ..Default::default()
    };
    console.add_server(request).await.expect("it can be stored");
    let mut states = console.bus().subscribe();
    console.start_server("broken", crate::Wait::No).await.expect("it can be asked");
    let failed = async {
        loop {
            let event = states.recv().await.expect("open");
            if matches!(event.kind, EventKind::ServerState { to: ServerState::Failed, .. }) {
                return;
            }
        }
    };
    tokio::time::timeout(LONG, failed).await.expect("it gives up");
    // Subscribed, and not looking while more happens than the bus remembers.
    let watch = console.notify(Arc::new(QuietNotifier));
    for _ in 0..=EVENT_BUFFER {
        console.request_focus();
    }
    let mut events = console.bus().subscribe();
    tokio::spawn(watch);
    let notice = next_notice(&mut events).await;
    let NoticeKind::ServerFailed { server, problem } = notice.kind else { panic!("it failed") };
    assert_eq!(server, id("broken"));
    assert!(problem.is_some(), "and says why");
    console.shutdown().await;
}

#[tokio::test]
async fn the_centre_keeps_the_newest() {
    let House { console, _dir } = house().await;
    let repository = console.database().notices();
    for number in 0..MAX_NOTICES + 5 {
        let kind = NoticeKind::ServerRecovered { server: id(&format!("s{number}")) };
        repository.add(kind, Delivery::Shown, console.clock().now()).await.expect("writable");
    }
    let page = console.notices().await.expect("readable");
    assert_eq!(page.notices.len(), MAX_NOTICES);
    assert_eq!(page.notices[0].kind.server(), &id(&format!("s{}", MAX_NOTICES + 4)));
    assert!(page.notices.windows(2).all(|pair| pair[0].id > pair[1].id));
    let newest = page.notices[0].id;
    console.clear_notices().await.expect("writable");
    let kind = NoticeKind::ServerRecovered { server: id("later") };
    let later = repository.add(kind, Delivery::Shown, console.clock().now()).await;
    assert!(later.expect("writable").id > newest, "an id is never used again");
    assert!(!repository.delivered(newest, Delivery::Paused).await.expect("writable"));
    console.shutdown().await;
}

#[tokio::test]
async fn a_click_opens_the_page_and_reads_the_notice() {
    let House { console, _dir } = house().await;
    let kind = NoticeKind::ServerRecovered { server: id("time") };
    let repository = console.database().notices();
    let notice = repository.add(kind, Delivery::Shown, console.clock().now()).await;
    let notice = notice.expect("writable");
    let mut events = console.bus().subscribe();
    console.open_notice(notice.id, notice.kind.page()).await.expect("it is there");
    let mut kinds = Vec::new();
    while let Ok(event) = events.try_recv() {
        kinds.push(event.kind);
    }
    let page = EventKind::PageRequested { path: "/servers/time".into() };
    assert_eq!(kinds, [EventKind::FocusRequested, page, EventKind::NoticesChanged]);
    assert_eq!(console.notices().await.expect("readable").unread, 0);
    console.shutdown().await;
}

#[tokio::test]
async fn what_the_desktop_remembers_is_changed_field_by_field() {
    let House { console, _dir } = house().await;
    let place = crate::WindowPlace { x: -5, y: 7, width: 900, height: 600, maximised: true };
    let (port, paused, window) = tokio::join!(
        console.remember_port(4_242),
        console.pause_notices(true),
        console.remember_window(place),
    );
    port.and(window).and(paused.map(drop)).expect("writable");
    let memory = console.desktop_memory().await;
    assert_eq!((memory.port, memory.notifications_paused), (Some(4_242), true));
    assert_eq!((memory.window, memory.tray_explained), (Some(place), false));
    console.shutdown().await;
}
