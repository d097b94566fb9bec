/**
 * How well commands fit what was typed. Each word of the search must fit; a word fits at the
 * beginning of a text best, then at the beginning of a word, then inside one, then as letters in
 * order (`stsv` for “Start server”).
 */
import type { PaletteCommand } from "@/lib/palette";

/** A command with its texts made ready for comparing. */
export interface Candidate {
  command: PaletteCommand;
  label: string;
  keywords: readonly string[];
}

const AT_START = 100;
const AT_WORD = 80;
const INSIDE = 50;
const LETTERS = 20;
/** Of a fit in the label, what the same fit in another text is worth. */
const KEYWORD_SHARE = 0.75;
/** Letters in order may be spread over this many times their number. */
const MAX_SPREAD = 3;
/** Commands that were used lately come before others that fit as well. */
const RECENT_BONUS = 12;

/** A text without case and accents: `diagnostico` finds “Diagnóstico”. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** Makes commands ready for comparing. */
export function prepare(commands: readonly PaletteCommand[]): Candidate[] {
  return commands.map((command) => ({
    command,
    label: fold(command.label),
    keywords: (command.keywords ?? []).map(fold),
  }));
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
}

/** How well a word fits a text: 0 not at all. */
export function fitOf(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return AT_START + (text.length === word.length ? 20 : 0);
  if (at > 0) {
    for (let found = at; found >= 0; found = text.indexOf(word, found + 1)) {
      if (isWordStart(text, found)) return AT_WORD;
    }
    return INSIDE;
  }
  return word.length > 1 && inOrder(word, text) ? LETTERS : 0;
}

/** Whether the letters of a word occur in order, from the start of a word and close together. */
function inOrder(word: string, text: string): boolean {
  const first = word[0] ?? "";
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    if (!isWordStart(text, start)) continue;
    let at = start;
    let matched = 1;
    while (matched < word.length) {
      at = text.indexOf(word[matched] ?? "", at + 1);
      if (at < 0) break;
      matched += 1;
    }
    if (matched === word.length && at - start < word.length * MAX_SPREAD) return true;
  }
  return false;
}

/** How well a command fits all words: 0 not at all. */
export function scoreOf(candidate: Candidate, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    let best = fitOf(word, candidate.label);
    for (const text of candidate.keywords) {
      if (best >= AT_START) break;
      best = Math.max(best, fitOf(word, text) * KEYWORD_SHARE);
    }
    if (best === 0) return 0;
    sum += best;
  }
  // Of two that fit alike, the shorter one was meant more.
  return sum / words.length - Math.min(candidate.label.length, 60) / 20;
}

/** The commands that fit, best first. */
export function search(
  candidates: readonly Candidate[],
  query: string,
  recent: readonly string[],
): PaletteCommand[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const used = new Set(recent);
  return candidates
    .map((candidate) => {
      const score = scoreOf(candidate, words);
      const bonus = score > 0 && used.has(candidate.command.id) ? RECENT_BONUS : 0;
      return { command: candidate.command, score: score + bonus };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}
