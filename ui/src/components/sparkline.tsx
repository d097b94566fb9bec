import { cx } from "@/lib/cx";

export interface SparklineProps {
  /** Values from the oldest to the newest; `null`: there was none. */
  values: readonly (number | null)[];
  /** What it shows, in words. */
  label: string;
  className?: string;
}

/** The box that it is drawn in; the height leaves room for half a stroke. */
const WIDTH = 100;
const HEIGHT = 24;
const INSET = 2;

/** The last values as a line over a base of zero: gaps stay gaps, and what was missed is marked. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const max = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const step = WIDTH / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - INSET - (value / max) * (HEIGHT - 2 * INSET);
  const at = (i: number) => (values.length === 1 ? WIDTH : i * step);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cx("overflow-visible", className)}
    >
      <path
        d={pathOf(values, at, y)}
        fill="none"
        className="stroke-progress"
        strokeWidth={1.25}
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      {values.map((value, i) =>
        value === null ? (
          <line
            // biome-ignore lint/suspicious/noArrayIndexKey: a value is its place
            key={i}
            x1={at(i)}
            x2={at(i)}
            y1={INSET}
            y2={HEIGHT - INSET}
            className="stroke-danger"
            strokeWidth={1.5}
            vectorEffect="non-scaling-stroke"
          />
        ) : null,
      )}
    </svg>
  );
}

function pathOf(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
): string {
  let path = "";
  values.forEach((value, i) => {
    if (value === null) return;
    const continues = i > 0 && values[i - 1] != null;
    // A value alone is a dot: a line to itself with round ends.
    const alone = !continues && values[i + 1] == null;
    const point = `${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    path += `${continues ? "L" : "M"}${point}${alone ? `L${point}` : ""}`;
  });
  return path;
}
