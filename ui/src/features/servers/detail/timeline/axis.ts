/** The times below a timeline, in the user's words. */
import type { Period, Span } from "./segments";

/** Marks on the axis, both ends included. */
const MARKS = 4;

const FORMATS: Record<Span, Intl.DateTimeFormatOptions> = {
  hour: { timeStyle: "short" },
  day: { timeStyle: "short" },
  week: { weekday: "short", day: "numeric" },
};

/** The times at equal distances, oldest first. */
export function axisTimes({ from, to }: Period, span: Span, locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, FORMATS[span]);
  return Array.from({ length: MARKS }, (_, i) =>
    format.format(from + ((to - from) * i) / (MARKS - 1)),
  );
}
