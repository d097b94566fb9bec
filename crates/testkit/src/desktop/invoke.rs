//! Asks the app what its page asks, past the page: for answers that no page shows.

use serde_json::{Value, json};

use super::DesktopApp;

impl DesktopApp {
    /// Calls a command of the app as its page would.
    ///
    /// # Errors
    /// What the command rejects with.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let call = r"
            const [command, given, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, given).then(
              (answer) => done({ answer: answer ?? null }),
              (problem) => done({ problem }),
            );";
        let mut answer = self.script_with_callback(call, vec![json!(command), arguments]).await;
        match answer.get_mut("problem") {
            Some(problem) => Err(problem.take()),
            None => Ok(answer["answer"].take()),
        }
    }

    /// Runs a function body in the page; the last of its arguments is a function that it calls
    /// with its answer.
    pub async fn script_with_callback(&self, body: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(body, arguments).await.expect("the script runs")
    }
}
