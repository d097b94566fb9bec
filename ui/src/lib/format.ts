/** Numbers, sizes, durations and times in the words of a locale. Pure: the locale is an argument. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cache = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  cache.set(key, made);
  return made;
}

/** A whole number with the locale's grouping. */
export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** A number of which the unit is said elsewhere: one decimal below ten, none above. */
export function formatFigure(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/**
 * A duration in its two largest units (`3d 4h`, `4m 12s`, `12s`); below a second, `0s`. The unit
 * symbols are the international ones; the CLDR's narrow Portuguese day ("dias") is not narrow.
 */
export function formatDuration(ms: number, locale: string): string {
  const whole = Math.max(0, Math.floor(ms / SECOND)) * SECOND;
  const parts: [number, string][] = [
    [Math.floor(whole / DAY), "d"],
    [Math.floor((whole % DAY) / HOUR), "h"],
    [Math.floor((whole % HOUR) / MINUTE), locale.startsWith("en") ? "m" : "min"],
    [Math.floor((whole % MINUTE) / SECOND), "s"],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first < 0 ? -1 : first)
    .slice(0, 2)
    .filter(([value], i) => i === 0 || value > 0)
    .map(([value, symbol]) => `${formatCount(value, locale)}${symbol}`)
    .join(" ");
}

/** A latency: `3.4 ms`, `842 ms`, `4.1 s`. */
export function formatLatency(ms: number, locale: string): string {
  const options = { style: "unit", unitDisplay: "short" } as const;
  if (ms >= SECOND) {
    const seconds = { ...options, unit: "second", maximumFractionDigits: 1 };
    return numberFormat(locale, seconds).format(ms / SECOND);
  }
  const digits = ms < 10 ? 1 : 0;
  return numberFormat(locale, {
    ...options,
    unit: "millisecond",
    maximumFractionDigits: digits,
  }).format(ms);
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** A size in binary units with three significant digits: `68 MiB`, `1.21 GiB`. */
export function formatBytes(bytes: number, locale: string): string {
  let value = Math.max(0, bytes);
  let step = 0;
  // 1023.5 would be shown as 1024 of the smaller unit.
  while (value >= 1023.5 && step < BYTE_UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  const digits = step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const number = numberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${number} ${BYTE_UNITS[step]}`;
}

/** A percentage of which `value` already counts hundredths: `0.4 %` in pt-BR, `0.4%` in English. */
export function formatPercent(value: number, locale: string): string {
  const digits = value < 10 ? 1 : 0;
  return numberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(
    value / 100,
  );
}

const dateCache = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = dateCache.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  dateCache.set(key, made);
  return made;
}

const IN_FULL = { dateStyle: "medium", timeStyle: "medium" } as const;
const TIME_OF_DAY = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
} as const;

/** A moment in full: date and time with seconds. */
export function formatDateTime(rfc3339: string, locale: string): string {
  return formatMoment(rfc3339, locale, IN_FULL);
}

/** The time of day with milliseconds, for log lines. */
export function formatTimeOfDay(rfc3339: string, locale: string): string {
  return formatMoment(rfc3339, locale, TIME_OF_DAY);
}

/** What is no date is shown as it is. */
function formatMoment(
  rfc3339: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  const at = new Date(rfc3339);
  return Number.isNaN(at.getTime()) ? rfc3339 : dateFormat(locale, options).format(at);
}

const CLOCK = { hour: "numeric", minute: "2-digit" } as const;
const DAY_IN_WORDS = { weekday: "long", day: "numeric", month: "long" } as const;
const DAY_OF_ANOTHER_YEAR = { ...DAY_IN_WORDS, year: "numeric" } as const;

/** The time of day to the minute. */
export function formatClock(rfc3339: string, locale: string): string {
  return formatMoment(rfc3339, locale, CLOCK);
}

/** A day in words; its year where that is not the year of `now`. */
export function formatDay(at: Date, now: Date, locale: string): string {
  const options = at.getFullYear() === now.getFullYear() ? DAY_IN_WORDS : DAY_OF_ANOTHER_YEAR;
  return dateFormat(locale, options).format(at);
}

const AGO = { numeric: "auto", style: "short" } as const;
const MONTH = 30.4375 * DAY;
const YEAR = 365.25 * DAY;
/** From when on days, or months, are too many to be read at a glance. */
const MONTHS_FROM = 3 * MONTH;
const YEARS_FROM = 2 * YEAR;
const agoCache = new Map<string, Intl.RelativeTimeFormat>();

/** How long ago a moment was, in its largest unit: `9 min. ago`, `há 2 h`; `now` below a minute. */
export function formatAgo(rfc3339: string, now: number, locale: string): string {
  const at = Date.parse(rfc3339);
  if (Number.isNaN(at)) return rfc3339;
  const format = agoCache.get(locale) ?? new Intl.RelativeTimeFormat(locale, AGO);
  agoCache.set(locale, format);
  const past = Math.max(0, now - at);
  if (past < MINUTE) return format.format(0, "second");
  if (past < HOUR) return format.format(-Math.floor(past / MINUTE), "minute");
  if (past < DAY) return format.format(-Math.floor(past / HOUR), "hour");
  if (past < MONTHS_FROM) return format.format(-Math.floor(past / DAY), "day");
  if (past < YEARS_FROM) return format.format(-Math.floor(past / MONTH), "month");
  return format.format(-Math.floor(past / YEAR), "year");
}
