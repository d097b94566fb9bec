import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { useLocale } from "@/i18n/use-locale";
import { formatDuration } from "@/lib/format";
import { visible } from "@/lib/visible";
import type { Detail } from "../model";
import { Fact, Facts } from "./facts";

/** How a server is configured; the console masks the values of secrets. */
export function ConfigurationFacts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { config } = detail;
  const { transport, timeouts } = config;
  const stdio = transport.kind === "stdio";
  const pairs = (stdio ? transport.env : transport.headers) ?? [];
  const time = (ms: number | undefined) => formatDuration(ms ?? 0, locale);
  return (
    <Facts>
      <Fact label={t("detail.fields.id")}>
        <code className="font-mono text-small">{detail.id}</code>
      </Fact>
      <Fact label={t(stdio ? "detail.fields.command" : "detail.fields.url")}>
        <span className="flex items-start gap-1">
          <code className="min-w-0 break-all font-mono text-small">{visible(detail.target)}</code>
          <span className="-my-0.5">
            <CopyButton text={detail.target} />
          </span>
        </span>
      </Fact>
      {stdio && (
        <Fact label={t("detail.fields.cwd")}>
          {transport.cwd ? (
            <code className="break-all font-mono text-small">{transport.cwd}</code>
          ) : (
            t("detail.home")
          )}
        </Fact>
      )}
      {pairs.length > 0 && (
        <Fact label={t(stdio ? "detail.fields.env" : "detail.fields.headers")}>
          <ul>
            {pairs.map(({ name, value }) => (
              <li key={name}>
                <code className="break-all font-mono text-small">
                  {stdio ? `${name}=${value}` : `${name}: ${value}`}
                </code>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact label={t("detail.fields.autostart")}>
        {t(detail.autostart ? "detail.yes" : "detail.no")}
      </Fact>
      {config.restart?.mode && (
        <Fact label={t("detail.fields.restart")}>
          {t(`detail.restart_modes.${config.restart.mode}`)}
        </Fact>
      )}
      {timeouts && (
        <Fact label={t("detail.fields.timeouts")}>
          {t("detail.timeouts", {
            start: time(timeouts.start_ms),
            call: time(timeouts.call_ms),
            stop: time(timeouts.stop_ms),
          })}
        </Fact>
      )}
      {detail.tags.length > 0 && (
        <Fact label={t("detail.fields.tags")}>{detail.tags.join(", ")}</Fact>
      )}
    </Facts>
  );
}
