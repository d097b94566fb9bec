//! The D-Bus fakes, seen by a bare bus client that does what an app does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use console_testkit::dbus::{NotificationDaemon, PrivateBus, StatusNotifierWatcher};
use console_testkit::wait_until_async;
use futures::StreamExt;
use zbus::zvariant::{ObjectPath, OwnedValue, StructureBuilder, Value};
use zbus::{Connection, Proxy, connection, interface};

const DEADLINE: Duration = Duration::from_secs(20);
const ITEM_PATH: &str = "/org/ayatana/NotificationItem/test";
const MENU_PATH: &str = "/org/ayatana/NotificationItem/test/Menu";

async fn connect(bus: &PrivateBus) -> Connection {
    let builder = connection::Builder::address(bus.address().as_str()).unwrap();
    builder.build().await.unwrap()
}

/// An item as libappindicator exports it.
struct Item;

#[interface(name = "org.kde.StatusNotifierItem")]
#[expect(clippy::unused_self, reason = "the interface macro needs methods")]
impl Item {
    #[zbus(property)]
    fn title(&self) -> &'static str {
        "MCP Console"
    }

    #[zbus(property)]
    fn status(&self) -> &'static str {
        "Active"
    }

    #[zbus(property)]
    fn icon_name(&self) -> &'static str {
        "/tmp/icon.png"
    }

    #[zbus(property)]
    fn menu(&self) -> ObjectPath<'static> {
        ObjectPath::try_from(MENU_PATH).unwrap()
    }
}

/// A menu `Servers > [x] time`, separator, `_Quit` (disabled); a click on `time` turns it off.
struct AppMenu {
    on: Arc<Mutex<bool>>,
}

type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

fn entry(
    id: i32,
    properties: &[(&str, Value<'_>)],
    children: Vec<Value<'static>>,
) -> Value<'static> {
    let properties: HashMap<String, Value<'static>> = properties
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Value::from(value.try_to_owned().unwrap())))
        .collect();
    let structure = StructureBuilder::new().add_field(id).add_field(properties).add_field(children);
    Value::from(structure.build().unwrap())
}

#[interface(name = "com.canonical.dbusmenu")]
#[expect(clippy::needless_pass_by_value, reason = "the interface macro hands over values")]
impl AppMenu {
    fn get_layout(&self, parent: i32, depth: i32, names: Vec<String>) -> (u32, Entry) {
        assert_eq!((parent, depth, names.len()), (0, -1, 0), "the whole menu is asked for");
        let on = i32::from(*self.on.lock().unwrap());
        let check = Value::from("checkmark");
        let time = [("label", "time".into()), ("toggle-type", check), ("toggle-state", on.into())];
        let servers = [("label", "_Servers".into())];
        let items = [
            entry(1, &servers, vec![entry(2, &time, vec![])]),
            entry(3, &[("type", "separator".into())], vec![]),
            entry(4, &[("label", "_Quit".into()), ("enabled", false.into())], vec![]),
        ];
        let children = items.iter().map(|item| item.try_to_owned().unwrap()).collect();
        (1, (0, HashMap::new(), children))
    }

    fn event(&self, id: i32, kind: &str, data: Value<'_>, time: u32) {
        assert_eq!((id, kind, data, time), (2, "clicked", Value::I32(0), 0));
        *self.on.lock().unwrap() = false;
    }
}

#[tokio::test]
async fn a_tray_item_registers_and_its_menu_works() {
    let bus = PrivateBus::new();
    let tray = StatusNotifierWatcher::start(bus.address()).await;

    let on = Arc::new(Mutex::new(true));
    let app = connect(&bus).await;
    app.object_server().at(ITEM_PATH, Item).await.unwrap();
    app.object_server().at(MENU_PATH, AppMenu { on: Arc::clone(&on) }).await.unwrap();
    let name = "org.kde.StatusNotifierWatcher";
    let watcher = Proxy::new(&app, name, "/StatusNotifierWatcher", name).await.unwrap();
    assert!(watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await.unwrap());
    watcher.call::<_, _, ()>("RegisterStatusNotifierItem", &ITEM_PATH).await.unwrap();

    let item = tray.item(DEADLINE).await;
    assert_eq!(item.path(), ITEM_PATH);
    assert_eq!(item.title().await, "MCP Console");
    assert_eq!(item.status().await, "Active");
    assert_eq!(item.icon_name().await, "/tmp/icon.png");

    let menu = item.menu().await;
    assert_eq!(menu.labels(), ["Servers", "Quit"]);
    assert!(menu.items[1].separator);
    assert!(!menu.find(&["Quit"]).unwrap().enabled);
    let time = menu.find(&["Servers", "time"]).unwrap();
    assert_eq!((time.toggle_type.as_deref(), time.toggle_state), (Some("checkmark"), Some(true)));

    item.click(&["Servers", "time"]).await;
    item.wait_for_menu(DEADLINE, "time is off", |menu| {
        menu.find(&["Servers", "time"]).unwrap().toggle_state == Some(false)
    })
    .await;

    app.close().await.unwrap();
    wait_until_async(DEADLINE, "the item is gone", async || !item.is_there().await).await;
}

#[tokio::test]
async fn notifications_are_recorded_and_answered() {
    let bus = PrivateBus::new();
    let daemon = NotificationDaemon::start(bus.address()).await;
    let app = connect(&bus).await;
    let name = "org.freedesktop.Notifications";
    let proxy = Proxy::new(&app, name, "/org/freedesktop/Notifications", name).await.unwrap();
    let mut pressed = proxy.receive_signal("ActionInvoked").await.unwrap();
    let mut closed = proxy.receive_signal("NotificationClosed").await.unwrap();

    let hints = HashMap::from([("urgency", Value::U8(2))]);
    let actions = vec!["default", "Open", "restart", "Restart"];
    let what = ("console", 0_u32, "icon", "time failed", "it crashed", actions, hints, -1_i32);
    let id: u32 = proxy.call("Notify", &what).await.unwrap();

    let seen = daemon.wait_for(DEADLINE, "it is shown", |n| n.summary == "time failed").await;
    assert_eq!((seen.id, seen.app.as_str(), seen.body.as_str()), (id, "console", "it crashed"));
    assert_eq!(seen.urgency, Some(2));
    assert_eq!(seen.actions[1], ("restart".to_owned(), "Restart".to_owned()));

    daemon.press(id, "restart").await;
    let signal = tokio::time::timeout(DEADLINE, pressed.next()).await.unwrap().unwrap();
    let (pressed_id, key): (u32, String) = signal.body().deserialize().unwrap();
    assert_eq!((pressed_id, key.as_str()), (id, "restart"));
    let signal = tokio::time::timeout(DEADLINE, closed.next()).await.unwrap().unwrap();
    let (closed_id, _reason): (u32, u32) = signal.body().deserialize().unwrap();
    assert_eq!(closed_id, id);
}

#[tokio::test]
async fn a_private_bus_ends_with_its_owner() {
    let bus = PrivateBus::new();
    let app = connect(&bus).await;
    assert!(app.unique_name().is_some());
    drop(bus);
    let dead = async || {
        app.call_method(Some("org.freedesktop.DBus"), "/", None::<&str>, "Ping", &()).await
    };
    wait_until_async(DEADLINE, "the bus is gone", async || dead().await.is_err()).await;
}
