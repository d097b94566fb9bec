//! The file of further certificate authorities.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use console_domain::Problem;
use console_domain::limits::{CA_FILE_TIMEOUT, MAX_CA_FILE_BYTES};
use reqwest::{Certificate, Client};

/// Reads and checks the certificates in `path`.
///
/// # Errors
/// `invalid_input`, field `ca_file`: it is not there, not a file, too large, or not PEM; or the
/// time ran out.
pub(crate) async fn read(path: &Path) -> Result<Vec<Certificate>, Problem> {
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || read_now(&path));
    match tokio::time::timeout(CA_FILE_TIMEOUT, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(_)) => Err(invalid("The file of certificate authorities cannot be read.")),
        Err(_) => {
            let seconds = CA_FILE_TIMEOUT.as_secs();
            let message =
                format!("The file of certificate authorities was not read within {seconds} s.");
            Err(invalid(message).hint("Copy it to this machine's own disk."))
        }
    }
}

/// The path that a person wrote; `~/` is their home.
///
/// # Errors
/// `invalid_input`, field `ca_file`.
pub(crate) fn path(written: &str) -> Result<PathBuf, Problem> {
    let path = match (written.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(written),
    };
    if path.is_absolute() {
        return Ok(path);
    }
    Err(invalid("Write the whole path of the file of certificate authorities.")
        .hint("For example: /etc/ssl/certs/company.pem."))
}

fn read_now(path: &Path) -> Result<Vec<Certificate>, Problem> {
    let failed = |error: std::io::Error| {
        invalid(format!("The file {} cannot be read: {error}.", path.display()))
            .hint("Check the path, and that you may read the file.")
    };
    // Looked at first: opening a pipe would wait for who writes to it.
    let found = std::fs::metadata(path).map_err(failed)?;
    if !found.is_file() {
        return Err(invalid(format!("{} is not a file.", path.display())));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MAX_CA_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_CA_FILE_BYTES {
        let most = MAX_CA_FILE_BYTES / 1024 / 1024;
        return Err(invalid(format!("{} is larger than {most} MB.", path.display())));
    }
    parse(&bytes).ok_or_else(|| {
        let message = format!("{} holds no certificate authority in PEM form.", path.display());
        let convert = "Convert a DER file with: openssl x509 -inform der -in ca.cer -out ca.pem";
        invalid(message).hint(convert)
    })
}

/// The certificates of a PEM text, if there are any and all can be used.
fn parse(pem: &[u8]) -> Option<Vec<Certificate>> {
    let certificates = Certificate::from_pem_bundle(pem).ok().filter(|found| !found.is_empty())?;
    // Only a client looks into the certificates; this one takes no time, because it trusts
    // nothing else.
    Client::builder().tls_certs_only(certificates.clone()).build().ok()?;
    Some(certificates)
}

fn invalid(message: impl Into<String>) -> Problem {
    Problem::invalid("ca_file", message)
}
