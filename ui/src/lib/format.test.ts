import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPercent,
} from "./format";

/** Intl separates with several kinds of spaces; which one is not our business. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("formatDuration", () => {
  it.each([
    [0, "0s", "0s"],
    [-5, "0s", "0s"],
    [999, "0s", "0s"],
    [12 * SECOND, "12s", "12s"],
    [59_999, "59s", "59s"],
    [4 * MINUTE + 12 * SECOND, "4m 12s", "4min 12s"],
    [4 * MINUTE, "4m", "4min"],
    [2 * HOUR + 5 * MINUTE + 59 * SECOND, "2h 5m", "2h 5min"],
    [3 * DAY + 4 * HOUR, "3d 4h", "3d 4h"],
    [3 * DAY + 59 * MINUTE, "3d", "3d"],
    [400 * DAY, "400d", "400d"],
    [12_345 * DAY, "12,345d", "12.345d"],
  ])("%d ms is %s in English and %s in Portuguese", (ms, english, portuguese) => {
    expect(formatDuration(ms, "en")).toBe(english);
    expect(formatDuration(ms, "pt-BR")).toBe(portuguese);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B", "0 B"],
    [1_023, "1,023 B", "1.023 B"],
    [1_024, "1 KiB", "1 KiB"],
    [1_048_575, "1 MiB", "1 MiB"],
    [71_303_168, "68 MiB", "68 MiB"],
    [1_300_000_000, "1.21 GiB", "1,21 GiB"],
    [812_646_400, "775 MiB", "775 MiB"],
  ])("%d bytes are %s in English and %s in Portuguese", (bytes, english, portuguese) => {
    expect(formatBytes(bytes, "en")).toBe(english);
    expect(formatBytes(bytes, "pt-BR")).toBe(portuguese);
  });
});

it("keeps one decimal of what is small and none of what is large", () => {
  expect(plain(formatLatency(3.44, "en"))).toBe("3.4 ms");
  expect(plain(formatLatency(842.4, "en"))).toBe("842 ms");
  expect(plain(formatLatency(4_120, "en"))).toBe("4.1 sec");
  expect(plain(formatLatency(3.44, "pt-BR"))).toBe("3,4 ms");
  expect(plain(formatPercent(0.42, "en"))).toBe("0.4%");
  expect(plain(formatPercent(97.3, "pt-BR"))).toBe("97%");
});

it("groups counts by the locale", () => {
  expect(formatCount(20_000, "en")).toBe("20,000");
  expect(formatCount(20_000, "pt-BR")).toBe("20.000");
});

it("shows what is no date as it is", () => {
  expect(formatDateTime("soon", "en")).toBe("soon");
});

describe("formatAgo", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  it.each([
    [-5_000, "now", "agora"],
    [59 * SECOND, "now", "agora"],
    [9 * MINUTE, "9 min. ago", "há 9 min."],
    [2 * HOUR + 59 * MINUTE, "2 hr. ago", "há 2 h"],
    [DAY, "yesterday", "ontem"],
    [40 * DAY, "40 days ago", "há 40 dias"],
    [100 * DAY, "3 mo. ago", "há 3 meses"],
    [400 * DAY, "13 mo. ago", "há 13 meses"],
    [800 * DAY, "2 yr. ago", "há 2 anos"],
  ])("%d ms ago is %j", (past, english, portuguese) => {
    const at = new Date(now - past).toISOString();
    expect(plain(formatAgo(at, now, "en"))).toBe(english);
    expect(plain(formatAgo(at, now, "pt-BR"))).toBe(portuguese);
  });

  it("shows what is no moment as it is", () => {
    expect(formatAgo("soon", now, "en")).toBe("soon");
  });
});
