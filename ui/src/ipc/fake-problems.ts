/** What is wrong with the sample servers. Never part of the product's bundle. */
import type { Problem } from "./bindings";

export const MISSING_COMMAND: Problem = {
  code: "command_not_found",
  message: "The command “uvx” does not exist on the search path.",
  hint: "Install uv, or give the full path of the program.",
};

export const CRASH_LOOP: Problem = {
  code: "crash_loop",
  message: "The process ended 6 times within 10 minutes, last with exit code 1.",
  hint: "Read the last lines of its log, correct the configuration and start it again.",
  details: { exit_code: 1 },
  stderr_tail: [
    "node:internal/modules/package_json_reader:268",
    "  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);",
    "        ^",
    "",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pg' imported from /home/ana/.npm/_npx/3f1/server.js",
    "    at packageResolve (node:internal/modules/esm/resolve:768:81)",
    "Node.js v22.21.0",
  ],
};

export const EXITED: Problem = {
  code: "process_exited",
  message: "The process ended with exit code 137 while a call was in flight.",
  hint: "It will be started again; its log shows what it said last.",
  stderr_tail: ["Killed"],
};

export const HEALTH: Problem = {
  code: "call_timeout",
  message: "Three health checks in a row had no answer within 10 s.",
  hint: "Restart the server if it does not recover.",
};
