//! How a [`Problem`] looks over HTTP: its JSON, and a status that fits its code.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use console_domain::{ErrorCode, Problem};

/// The error of every handler.
#[derive(Debug)]
pub(crate) struct HttpProblem(pub(crate) Problem);

impl From<Problem> for HttpProblem {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<JsonRejection> for HttpProblem {
    fn from(rejection: JsonRejection) -> Self {
        Self(Problem::invalid("body", rejection.body_text()))
    }
}

impl From<QueryRejection> for HttpProblem {
    fn from(rejection: QueryRejection) -> Self {
        Self(Problem::invalid("query", rejection.body_text()))
    }
}

impl IntoResponse for HttpProblem {
    fn into_response(self) -> Response {
        (status(self.0.code), Json(self.0)).into_response()
    }
}

fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as C;
    match code {
        C::InvalidInput | C::VariableCycle => StatusCode::BAD_REQUEST,
        C::TokenRejected => StatusCode::UNAUTHORIZED,
        C::OriginRejected | C::KeychainDenied => StatusCode::FORBIDDEN,
        C::NotFound => StatusCode::NOT_FOUND,
        C::DuplicateName
        | C::Conflict
        | C::KeyInUse
        | C::NeedsApproval
        | C::NotRunning
        | C::InstanceRunning => StatusCode::CONFLICT,
        C::KeychainLocked => StatusCode::LOCKED,
        C::MessageTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        C::TooBusy | C::KeychainUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        C::CallTimeout | C::StartTimeout | C::KeychainTimeout => StatusCode::GATEWAY_TIMEOUT,
        C::CommandNotFound
        | C::CommandNotExecutable
        | C::BadWorkingDirectory
        | C::VariableMissing
        | C::KeyMissing
        | C::KeychainFailed
        | C::SpawnFailed
        | C::ProcessExited
        | C::CrashLoop
        | C::ProtocolViolation
        | C::UnsupportedVersion
        | C::Unreachable
        | C::Unauthorized
        | C::SessionClosed
        | C::ServerError => StatusCode::BAD_GATEWAY,
        C::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
