/** Rows that a page key jumps over. */
const PAGE = 10;

/** Where a key leads from a row (-1: none) in a list; `null` where the key leads nowhere. */
export function movedIndex(from: number, key: string, count: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  switch (key) {
    case "j":
    case "ArrowDown":
      return Math.min(last, from + 1);
    case "k":
    case "ArrowUp":
      return Math.max(0, from - 1);
    case "PageDown":
      return Math.min(last, Math.max(from, 0) + PAGE);
    case "PageUp":
      return Math.max(0, from - PAGE);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
