/**
 * How serious a log line is, recognised from what loggers commonly write: pino and winston
 * (`"level":50`, `"level":"error"`), logfmt (`level=warn`), Python's logging (`ERROR:root:`,
 * `- WARNING -`), `[error]`, `warn:`, glog (`E0412 …`), and the first lines of exceptions.
 * Only a line's beginning is looked at; a line without a level has none.
 */

/** From worst to least. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

/** How serious a line is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Characters looked at: of JSON, where the level may stand behind the message, and of words. */
const JSON_CHARS = 512;
const WORD_CHARS = 160;

const JSON_LEVEL = /"(?:level|severity|lvl|levelname)"\s*:\s*(?:"(\w+)"|(\d+))/i;
const LOGFMT = /\b(?:level|lvl|severity)=["']?(\w+)/i;
/**
 * Whole words in capitals, the way loggers write them. No look-behind: with one, WebKit does not
 * compile the pattern, and each line would cost ten times as much.
 */
const CAPITALS =
  /(?:^|[^\w-])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|PANIC|ALERT|EMERGENCY)(?![\w-])/;
/** Small letters only where they stand as a mark: `[error]`, `<warn>`, `info:` at the beginning. */
const MARKED =
  /[[<(](trace|debug|info|notice|warn|warning|error|err|fatal|critical)[\])>]|^[^A-Za-z]*(trace|debug|info|notice|warn|warning|error|fatal|critical)\s*[:\]|]/i;
const EXCEPTION =
  /^(?:Uncaught |Caused by: )?(?:[\w.$]*(?:Error|Exception)\b\s*(?:[:[(]|$)|Traceback \(most recent|thread '.*' panicked|panic: )|^npm (?:ERR!|error)\s/;
const NPM_WARN = /^npm warn\s/i;
const GLOG = /^([EWIF])\d{4} \d\d:\d\d/;

const NAMES: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  debug: "debug",
  d: "debug",
  verbose: "debug",
  silly: "debug",
  info: "info",
  i: "info",
  information: "info",
  notice: "info",
  http: "info",
  warn: "warn",
  warning: "warn",
  w: "warn",
  error: "error",
  e: "error",
  err: "error",
  fatal: "error",
  f: "error",
  critical: "error",
  panic: "error",
  alert: "error",
  emergency: "error",
};

/** The level of a line, `null` where it names none. */
export function levelOf(text: string): LogLevel | null {
  if (text.startsWith("{")) {
    const found = JSON_LEVEL.exec(text.slice(0, JSON_CHARS));
    if (found?.[1] !== undefined) return named(found[1]);
    return found?.[2] === undefined ? null : numbered(Number(found[2]));
  }
  const head = text.length > WORD_CHARS ? text.slice(0, WORD_CHARS) : text;
  const logfmt = LOGFMT.exec(head)?.[1];
  if (logfmt !== undefined) return named(logfmt);
  const word = CAPITALS.exec(head)?.[1] ?? GLOG.exec(head)?.[1];
  if (word !== undefined) return named(word);
  const marked = MARKED.exec(head);
  if (marked) return named(marked[1] ?? marked[2] ?? "");
  if (EXCEPTION.test(head)) return "error";
  return NPM_WARN.test(head) ? "warn" : null;
}

function named(word: string): LogLevel | null {
  return NAMES[word.toLowerCase()] ?? null;
}

/** Numbers as pino and bunyan count: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
function numbered(level: number): LogLevel | null {
  if (level >= 50) return "error";
  if (level >= 40) return "warn";
  if (level >= 30) return "info";
  return level >= 10 ? "debug" : null;
}
