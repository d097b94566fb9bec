import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Transport } from "@/ipc/bindings";
import { visible } from "@/lib/visible";

/** Everything that a server will run or reach: nothing shortened, nothing hidden. */
export function ExactTransport({ transport }: { transport: Transport }) {
  const { t } = useTranslation();
  const stdio = transport.kind === "stdio";
  const args = stdio ? (transport.args ?? []) : [];
  const pairs = (stdio ? transport.env : transport.headers) ?? [];
  const texts = stdio ? [transport.command, ...args, transport.cwd ?? ""] : [transport.url];
  const hides = [...texts, ...pairs.flatMap((pair) => [pair.name, pair.value])].some(
    (text) => visible(text) !== text,
  );
  return (
    <dl className="flex flex-col gap-3" data-testid="exact-command">
      {stdio ? (
        <>
          <Part label={t("approve.program")}>
            <Exact text={transport.command} />
          </Part>
          <Part label={t("approve.arguments")}>
            {args.length === 0 ? (
              <span className="text-muted">{t("approve.no_arguments")}</span>
            ) : (
              <ol className="flex flex-col gap-1">
                {args.map((arg, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place
                  <li key={i}>
                    <Exact text={arg} />
                  </li>
                ))}
              </ol>
            )}
          </Part>
          <Part label={t("approve.cwd")}>
            {transport.cwd ? (
              <Exact text={transport.cwd} />
            ) : (
              <span className="text-muted">{t("approve.home")}</span>
            )}
          </Part>
        </>
      ) : (
        <Part label={t("approve.url")}>
          <Exact text={transport.url} />
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
      {hides && <p className="text-small text-warn">{t("approve.hidden")}</p>}
    </dl>
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
  const { t } = useTranslation();
  return (
    <code className="block select-text whitespace-pre-wrap break-all rounded-control border border-border bg-sunken px-2 py-1 font-mono text-small">
      {text === "" ? <i className="text-muted">{t("add.empty_argument")}</i> : visible(text)}
    </code>
  );
}
