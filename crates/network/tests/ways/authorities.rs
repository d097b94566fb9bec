//! Whose certificates are trusted.

use std::path::Path;

use console_domain::NetworkSettings;
use console_domain::limits::MAX_CA_FILE_BYTES;
use console_network::{Failure, Redirects};
use console_testkit::{Authority, Provider, TlsFront};
use reqwest::Url;

use crate::{change, get, models_at, network};

fn with_file(path: &Path) -> NetworkSettings {
    NetworkSettings { ca_file: Some(path.display().to_string()), ..NetworkSettings::default() }
}

#[tokio::test]
async fn an_own_authority_counts_from_the_next_request_on_and_no_longer_than_it_is_set() {
    let (provider, authority, other) = (Provider::start(), Authority::new(), Authority::new());
    let front = TlsFront::start(&authority, &["127.0.0.1"], provider.address());
    let second = TlsFront::start(&other, &["127.0.0.1"], provider.address());
    let (url, second) = (
        models_at(&format!("https://{}", front.address())),
        models_at(&format!("https://{}", second.address())),
    );
    let network = network(NetworkSettings::default());
    assert_eq!(get(&network, &url).await.expect_err("unknown"), Failure::UnknownAuthority);

    let folder = tempfile::tempdir().unwrap();
    change(&network, with_file(&authority.write_into(folder.path()))).await;
    assert_eq!(get(&network, &url).await.expect("trusted").status(), 200);
    assert_eq!(get(&network, &second).await.expect_err("unknown"), Failure::UnknownAuthority);

    let both = folder.path().join("both.pem");
    let text = format!("# ours\n{}\n# theirs\n{}", authority.pem(), other.pem());
    std::fs::write(&both, text).unwrap();
    change(&network, with_file(&both)).await;
    assert_eq!(get(&network, &url).await.expect("trusted").status(), 200);
    assert_eq!(get(&network, &second).await.expect("trusted").status(), 200);

    change(&network, NetworkSettings::default()).await;
    assert_eq!(get(&network, &url).await.expect_err("unknown"), Failure::UnknownAuthority);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let (provider, authority) = (Provider::start(), Authority::new());
    let front = TlsFront::start(&authority, &["other.example.invalid"], provider.address());
    let folder = tempfile::tempdir().unwrap();
    let network = network(with_file(&authority.write_into(folder.path())));
    let url = models_at(&format!("https://{}", front.address()));
    let failure = get(&network, &url).await.expect_err("another name");
    assert!(matches!(failure, Failure::Tls(_)), "{failure:?}");
}

#[tokio::test]
async fn a_file_that_holds_no_authority_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let pem = Authority::new().pem().to_owned();
    let broken = pem.replacen("MII", "AAA", 1);
    let huge = vec![b'\n'; usize::try_from(MAX_CA_FILE_BYTES).unwrap() + 1];
    let network = network(NetworkSettings::default());
    for path in [
        folder.path().join("nowhere.pem"),
        folder.path().to_owned(),
        Path::new("/dev/null").to_owned(),
        file("empty.pem", b""),
        file("words.pem", b"no certificate here"),
        file("binary.der", &[0x30, 0x82, 0x01, 0x0a, 0xff]),
        file("cut.pem", &pem.as_bytes()[..pem.len() / 2]),
        file("broken.pem", broken.as_bytes()),
        file("huge.pem", &huge),
    ] {
        let shown = path.display().to_string();
        let problem = network.check(with_file(&path)).await.expect_err(&shown);
        assert_eq!(problem.field.as_deref(), Some("ca_file"), "{shown}");
        assert!(problem.message.contains(&shown), "{}", problem.message);
    }
}

#[tokio::test]
async fn a_file_that_went_away_is_a_problem_of_what_needs_it() {
    let (provider, authority) = (Provider::start(), Authority::new());
    let folder = tempfile::tempdir().unwrap();
    let path = authority.write_into(folder.path());
    let network = network(with_file(&path));
    std::fs::remove_file(&path).unwrap();
    let problem = network
        .client(&Url::parse("https://api.example.invalid/").unwrap(), Redirects::None)
        .await
        .expect_err("no file");
    assert_eq!(problem.field.as_deref(), Some("ca_file"));
    // What is not encrypted needs no certificate.
    let plain = models_at(&format!("http://{}", provider.address()));
    assert_eq!(get(&network, &plain).await.expect("an answer").status(), 200);
}
