//! Which MCP clients are here, and whether their configuration can be read. Nothing is written.
//! Which there are and how their files are read is the import's knowledge.

use super::checks::Check;
use crate::import::{ClientFile, NoImport, client_files, read_client};

/// One check for each client that is here.
pub(super) fn check_clients() -> Vec<Check> {
    let here = client_files().into_iter().filter(|client| client.path.is_file());
    here.map(|client| check_client(&client)).collect()
}

fn check_client(client: &ClientFile) -> Check {
    let ClientFile { id, name, path } = client;
    let id = format!("client.{id}");
    let count = match read_client(path) {
        Ok(read) => read.entries.len(),
        Err(NoImport::NoServers) => 0,
        Err(NoImport::Unreadable(problem)) => {
            return Check::warn(
                id,
                format!("{name}'s {} cannot be read. {}", path.display(), problem.message),
                "Mend the file, or let the client write it anew.",
            );
        }
    };
    let servers = if count == 1 { "1 server" } else { &format!("{count} servers") };
    Check::ok(id, format!("{name} has {servers} in {}.", path.display()))
}
