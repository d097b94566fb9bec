//! What is found, and what is moved.

use std::collections::BTreeSet;

use console_domain::limits::MAX_KEYS;
use console_domain::{ErrorCode, KeyName, Problem, SecretValue, ServerId};
use console_secrets::checked_value;

use super::found::{Findings, Found, OwnPlace};
use super::private_file::shown;
use super::replace::put_reference;
use super::sources::{in_clients, in_env_file, in_servers};
use super::verdicts::same_name;
use super::{looks_gone, remains};
use crate::Console;
use crate::import::client_files;
use crate::keys::names::new_name;
use crate::view::{
    AddKey, KeyImportChoice, KeyImportPreview, KeyImportReport, KeyImportRequest, KeySource,
    KeyUse, RotateKey,
};
