import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CommandWarning } from "@/ipc/bindings";
import { visible } from "@/lib/visible";
import { CommandWarnings } from "./command-warnings";
import { segmentsOf } from "./marks";

/** What a person is asked to agree to. */
export interface ExactCommandProps {
  kind: "stdio" | "http";
  /** The command, one word each, or the URL. */
  exact: readonly string[];
  warnings: readonly CommandWarning[];
  /** Variables or headers; values that look secret come masked. */
  pairs: readonly { name: string; value: string }[];
  cwd: string | null;
  /** Where the program was found. */
  resolved?: string | null;
}

/** Everything that a server will run or reach: nothing shortened, nothing hidden. */
export function ExactCommand(props: ExactCommandProps) {
  const { kind, exact, warnings, pairs, cwd, resolved } = props;
  const { t } = useTranslation();
  const stdio = kind === "stdio";
  const words = segmentsOf(exact, warnings);
  const hides = [...exact, cwd ?? "", ...pairs.flatMap((pair) => [pair.name, pair.value])].some(
    (text) => visible(text) !== text,
  );
  return (
    <div className="flex flex-col gap-4">
      <CommandWarnings warnings={warnings} />
      <dl className="flex flex-col gap-3" data-testid="exact-command">
        <Part label={t(stdio ? "approve.command" : "approve.url")}>
          <ol className="overflow-hidden rounded-control border border-border bg-sunken">
            {words.map((segments, i) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
                key={i}
                className="flex gap-2 border-border border-t px-2 py-1 first:border-t-0"
              >
                {stdio && (
                  <span aria-hidden className="w-5 shrink-0 text-right text-muted text-small">
                    {i === 0 ? "" : i}
                  </span>
                )}
                <code className="min-w-0 select-text whitespace-pre-wrap break-all font-mono text-small">
                  {exact[i] === "" ? (
                    <i className="text-muted">{t("add.empty_argument")}</i>
                  ) : (
                    segments.map((segment, s) =>
                      segment.marked ? (
                        // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
                        <mark key={s} className="rounded-mark bg-mark text-on-mark">
                          {visible(segment.text)}
                        </mark>
                      ) : (
                        visible(segment.text)
                      ),
                    )
                  )}
                </code>
              </li>
            ))}
          </ol>
          {resolved && (
            <p className="mt-1 break-all text-muted text-small">
              {t("add.resolved", { path: visible(resolved) })}
            </p>
          )}
        </Part>
        {stdio && cwd && (
          <Part label={t("approve.cwd")}>
            <Exact text={cwd} />
          </Part>
        )}
        {pairs.length > 0 && (
          <Part label={t(stdio ? "approve.variables" : "approve.headers")}>
            <ul className="flex flex-col gap-1">
              {pairs.map((pair) => (
                <li key={pair.name}>
                  <Exact text={`${pair.name}${stdio ? "=" : ": "}${pair.value}`} />
                </li>
              ))}
            </ul>
          </Part>
        )}
      </dl>
      {hides && <p className="text-small text-warn">{t("approve.hidden")}</p>}
    </div>
  );
}

function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="mb-1 font-medium text-muted text-small">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Exact({ text }: { text: string }) {
  return (
    <code className="block select-text whitespace-pre-wrap break-all rounded-control border border-border bg-sunken px-2 py-1 font-mono text-small">
      {visible(text)}
    </code>
  );
}
