//! The SOCKS 5 side of the proxy (RFC 1928, user and password after RFC 1929).

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use super::proxy::{Proxied, Refusal, State};

const VERSION: u8 = 5;
const NO_LOGIN: u8 = 0;
const LOGIN: u8 = 2;
const NO_METHOD: u8 = 0xff;

pub(super) async fn serve(state: Arc<State>, mut client: TcpStream) {
    // A client that hangs up in the middle is done.
    let _ = converse(&state, &mut client).await;
}

async fn converse(state: &State, client: &mut TcpStream) -> std::io::Result<()> {
    let _version = client.read_u8().await?;
    let methods = read_counted(client).await?;
    let wanted = if state.login.is_some() { LOGIN } else { NO_LOGIN };
    if !methods.contains(&wanted) {
        return client.write_all(&[VERSION, NO_METHOD]).await;
    }
    client.write_all(&[VERSION, wanted]).await?;
    let login = if wanted == LOGIN { Some(read_login(client).await?) } else { None };
    if login.is_some() {
        let is_right = login == state.login;
        client.write_all(&[1, u8::from(!is_right)]).await?;
    }
    let mut head = [0; 4];
    client.read_exact(&mut head).await?;
    let host = match head[3] {
        1 => Ipv4Addr::from(client.read_u32().await?).to_string(),
        4 => Ipv6Addr::from(client.read_u128().await?).to_string(),
        _ => text(&read_counted(client).await?),
    };
    let port = client.read_u16().await?;
    let target = format!("{host}:{port}");
    let way = state.admit(Proxied { method: "SOCKS".into(), target, login });
    let (code, address) = match way {
        Ok(address) => (0, Some(address)),
        Err(Refusal::Login) => (2, None),
        Err(Refusal::NoWay) => (4, None),
    };
    client.write_all(&[VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    if let Some(address) = address {
        let mut server = TcpStream::connect(address).await?;
        copy_bidirectional(client, &mut server).await?;
    }
    Ok(())
}

async fn read_login(client: &mut TcpStream) -> std::io::Result<String> {
    let _version = client.read_u8().await?;
    let user = text(&read_counted(client).await?);
    let password = text(&read_counted(client).await?);
    Ok(format!("{user}:{password}"))
}

/// Bytes after their number.
async fn read_counted(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(client.read_u8().await?)];
    client.read_exact(&mut bytes).await?;
    Ok(bytes)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
