/**
 * One line of text into a program and its arguments, with the quoting that people know from their
 * shell. No shell is involved: nothing is expanded, piped or substituted, and what looks like it
 * is reported, so that nobody waits for an expansion that never comes.
 */

/** What a back-slash does outside of quotes. On Windows it separates folders. */
export type Backslash = "escapes" | "literal";

/** Something that a shell would treat specially and that is passed on as it stands. */
export interface ShellRemark {
  kind: "operator" | "substitution" | "home";
  /** The text that it is about. */
  text: string;
}

/** Why a line cannot be split. */
export type CommandLineError = "unclosed_single" | "unclosed_double" | "trailing_backslash";

/** A command line, split. */
export interface CommandLine {
  /** `NAME=value` before the program: set as variables. */
  assignments: { name: string; value: string }[];
  /** The program; empty where there is none. */
  command: string;
  args: string[];
  remarks: ShellRemark[];
}

/** The outcome of splitting a line. */
export type ParsedCommandLine =
  | { ok: true; line: CommandLine }
  | { ok: false; error: CommandLineError };

interface Word {
  text: string;
  /** Whether any of it was quoted or escaped; then it is never an operator or an assignment. */
  quoted: boolean;
  /** Its unquoted part, in which a shell would look for operators. */
  bare: string;
}

/** Splits a line. */
export function parseCommandLine(
  input: string,
  backslash: Backslash = "escapes",
): ParsedCommandLine {
  const words: Word[] = [];
  let word: Word | null = null;
  let at = 0;

  const open = (): Word => {
    word ??= { text: "", quoted: false, bare: "" };
    return word;
  };

  while (at < input.length) {
    const letter = input.charAt(at);
    if (/\s/.test(letter)) {
      if (word) words.push(word);
      word = null;
      at += 1;
    } else if (letter === "'") {
      const end = input.indexOf("'", at + 1);
      if (end < 0) return { ok: false, error: "unclosed_single" };
      const current = open();
      current.quoted = true;
      current.text += input.slice(at + 1, end);
      at = end + 1;
    } else if (letter === '"') {
      const current = open();
      current.quoted = true;
      const end = readDoubleQuoted(input, at + 1, current, backslash);
      if (end === null) return { ok: false, error: "unclosed_double" };
      at = end;
    } else if (
      letter === "\\" &&
      (backslash === "escapes" || /["'\s]/.test(input.charAt(at + 1)))
    ) {
      if (at + 1 >= input.length) {
        if (backslash === "escapes") return { ok: false, error: "trailing_backslash" };
        open().text += letter;
        at += 1;
        continue;
      }
      // A back-slash at the end of a line joins it with the next, as in a shell.
      if (input.charAt(at + 1) !== "\n") {
        const current = open();
        current.quoted = true;
        current.text += input.charAt(at + 1);
      }
      at += 2;
    } else {
      const current = open();
      current.text += letter;
      current.bare += letter;
      at += 1;
    }
  }
  if (word) words.push(word);
  return { ok: true, line: assemble(words) };
}

/** Reads up to the closing quote; the position after it, or `null` where there is none. */
function readDoubleQuoted(
  input: string,
  from: number,
  word: Word,
  backslash: Backslash,
): number | null {
  const escapable = backslash === "escapes" ? /["\\$`\n]/ : /["]/;
  let at = from;
  while (at < input.length) {
    const letter = input.charAt(at);
    if (letter === '"') return at + 1;
    if (letter === "\\" && escapable.test(input.charAt(at + 1))) {
      if (input.charAt(at + 1) !== "\n") word.text += input.charAt(at + 1);
      at += 2;
    } else {
      word.text += letter;
      at += 1;
    }
  }
  return null;
}

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

function assemble(words: Word[]): CommandLine {
  const assignments: CommandLine["assignments"] = [];
  let rest = words;
  for (const word of words) {
    const name = ASSIGNMENT.exec(word.bare)?.[1];
    // The name must be bare; the value may be quoted.
    if (!name || !word.text.startsWith(`${name}=`)) break;
    assignments.push({ name, value: word.text.slice(name.length + 1) });
    rest = rest.slice(1);
  }
  const [command, ...args] = rest.map((word) => word.text);
  const remarks = rest.flatMap((word, i) => remarksOf(word, i === 0));
  return { assignments, command: command ?? "", args, remarks };
}

function remarksOf(word: Word, isProgram: boolean): ShellRemark[] {
  if (!word.quoted && /^(?:\|\|?|&&?|;|\d?>>?|<<?)/.test(word.text)) {
    return [{ kind: "operator", text: word.text }];
  }
  if (/\$\(|`/.test(word.bare)) return [{ kind: "substitution", text: word.text }];
  // The console expands it in the program itself, as in the working directory.
  if (!isProgram && /^~(?:\/|$)/.test(word.bare)) return [{ kind: "home", text: word.text }];
  return [];
}

/** One word as it must be typed to mean itself. */
export function quoteWord(word: string): string {
  if (/^[\w@%+=:,./~^${}-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A program and its arguments as one line that splits into them again. */
export function commandLineOf([program = "", ...args]: readonly string[]): string {
  // Before the program, `NAME=value` would be a variable.
  const first = ASSIGNMENT.test(program)
    ? `'${program.replaceAll("'", "'\\''")}'`
    : quoteWord(program);
  return [first, ...args.map(quoteWord)].join(" ");
}
