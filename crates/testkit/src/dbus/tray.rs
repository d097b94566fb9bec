//! A tray: the watcher that items register with, and the items.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::names::BusName;
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy, fdo, interface, message};

use super::menu::Layout;
use super::{BusAddress, Menu};
use crate::wait_for_async;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Where a registered item is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Registration {
    owner: String,
    path: String,
}

/// Owns `org.kde.StatusNotifierWatcher` and says that a tray is there.
#[derive(Debug)]
pub struct StatusNotifierWatcher {
    connection: Connection,
    registrations: Arc<Mutex<Vec<Registration>>>,
}

impl StatusNotifierWatcher {
    /// Takes the name on this bus.
    ///
    /// # Panics
    /// Where somebody has it already.
    pub async fn start(bus: &BusAddress) -> Self {
        let registrations = Arc::<Mutex<Vec<Registration>>>::default();
        let watcher = Watcher { registrations: Arc::clone(&registrations) };
        let builder = bus.builder().serve_at(WATCHER_PATH, watcher).expect("a valid path");
        let connection = builder.name(WATCHER).expect("a valid name").build().await;
        let connection = connection.expect("the bus answers and nobody else is the tray");
        Self { connection, registrations }
    }

    /// The newest item whose program still runs; waits for one.
    pub async fn item(&self, deadline: Duration) -> TrayItem {
        wait_for_async(deadline, "a tray item registers", async || self.newest().await).await
    }

    /// Items that have registered so far, gone ones included.
    pub fn registered(&self) -> usize {
        self.registrations.lock().unwrap().len()
    }

    async fn newest(&self) -> Option<TrayItem> {
        let newest = self.registrations.lock().unwrap().last().cloned()?;
        let item = TrayItem { connection: self.connection.clone(), at: newest };
        item.is_there().await.then_some(item)
    }
}

/// The D-Bus side of the watcher.
struct Watcher {
    registrations: Arc<Mutex<Vec<Registration>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// `service` is an object path of the caller (libappindicator) or a bus name (KDE).
    #[expect(clippy::needless_pass_by_value, reason = "the interface macro hands over values")]
    fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: message::Header<'_>,
    ) -> fdo::Result<()> {
        let sender = header.sender().map(ToString::to_string);
        let registration = if service.starts_with('/') {
            let owner = sender.ok_or_else(|| fdo::Error::Failed("no sender".into()))?;
            Registration { owner, path: service }
        } else {
            Registration { owner: service, path: "/StatusNotifierItem".to_owned() }
        };
        self.registrations.lock().unwrap().push(registration);
        Ok(())
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let registrations = self.registrations.lock().unwrap();
        registrations.iter().map(|item| format!("{}{}", item.owner, item.path)).collect()
    }

    #[zbus(property)]
    #[expect(clippy::unused_self, reason = "the interface macro needs a method")]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    #[expect(clippy::unused_self, reason = "the interface macro needs a method")]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// An icon in the tray, with its menu.
#[derive(Debug, Clone)]
pub struct TrayItem {
    connection: Connection,
    at: Registration,
}

impl TrayItem {
    /// Where the item is, such as `/org/ayatana/NotificationItem/name`.
    pub fn path(&self) -> &str {
        &self.at.path
    }

    /// Whether its program is still on the bus.
    pub async fn is_there(&self) -> bool {
        let bus = fdo::DBusProxy::new(&self.connection).await.expect("the bus answers");
        let owner = BusName::try_from(self.at.owner.as_str()).expect("a valid bus name");
        bus.name_has_owner(owner).await.expect("the bus answers")
    }

    /// `Title`.
    pub async fn title(&self) -> String {
        self.text("Title").await
    }

    /// `Status`: `Active`, `Passive` or `NeedsAttention`.
    pub async fn status(&self) -> String {
        self.text("Status").await
    }

    /// `IconName`: a name, or the path of a file.
    pub async fn icon_name(&self) -> String {
        self.text("IconName").await
    }

    /// `IconThemePath`: a folder in which the icon is, besides the usual ones.
    pub async fn icon_theme_path(&self) -> String {
        self.text("IconThemePath").await
    }

    /// `Id`.
    pub async fn id(&self) -> String {
        self.text("Id").await
    }

    /// The whole menu, as it is now.
    pub async fn menu(&self) -> Menu {
        let proxy = self.menu_proxy().await;
        let properties: &[&str] = &[];
        let whole = (0_i32, -1_i32, properties);
        let layout = proxy.call::<_, _, (u32, Layout)>("GetLayout", &whole).await;
        Menu::from_layout(layout.expect("the menu can be read").1)
    }

    /// Waits until the menu is as `condition` wants it; that menu.
    pub async fn wait_for_menu(
        &self,
        deadline: Duration,
        what: &str,
        condition: impl Fn(&Menu) -> bool,
    ) -> Menu {
        wait_for_async(deadline, what, async || Some(self.menu().await).filter(&condition)).await
    }

    /// Clicks the entry at a path of labels.
    ///
    /// # Panics
    /// Where there is no such entry, or it is disabled.
    pub async fn click(&self, path: &[&str]) {
        let menu = self.menu().await;
        let item =
            menu.find(path).unwrap_or_else(|| panic!("no entry {path:?} in the menu: {menu:#?}"));
        assert!(item.enabled, "the entry {path:?} is disabled");
        let proxy = self.menu_proxy().await;
        proxy
            .call::<_, _, ()>("Event", &(item.id, "clicked", Value::I32(0), 0_u32))
            .await
            .expect("the menu takes a click");
    }

    async fn text(&self, property: &str) -> String {
        let proxy = self.proxy(&self.at.path, ITEM).await;
        let value: OwnedValue = proxy.get_property(property).await.expect("a property of the item");
        String::try_from(value).expect("a text")
    }

    async fn menu_proxy(&self) -> Proxy<'static> {
        let item = self.proxy(&self.at.path, ITEM).await;
        let path: OwnedObjectPath = item.get_property("Menu").await.expect("the item has a menu");
        self.proxy(path.as_str(), MENU).await
    }

    async fn proxy(&self, path: &str, interface: &'static str) -> Proxy<'static> {
        zbus::proxy::Builder::new(&self.connection)
            .destination(self.at.owner.clone())
            .and_then(|builder| builder.path(path.to_owned()))
            .and_then(|builder| builder.interface(interface))
            .expect("valid names")
            .cache_properties(CacheProperties::No)
            .build()
            .await
            .expect("a proxy")
    }
}
