import type { ReactNode } from "react";
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
      <Fact label={t(stdio ? "detail.fields.command" : "detail.fields.url")}>
        <Copied text={detail.target}>{visible(detail.target)}</Copied>
      </Fact>
      {stdio && (
        <Fact label={t("detail.fields.cwd")}>
          {transport.cwd ? (
            <Copied text={transport.cwd}>{visible(transport.cwd)}</Copied>
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
                <Copied text={name} label={t("detail.copy_name")}>
                  {visible(stdio ? `${name}=${value}` : `${name}: ${value}`)}
                </Copied>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {detail.description && (
        <Fact label={t("detail.fields.description")}>{detail.description}</Fact>
      )}
      {detail.tags.length > 0 && (
        <Fact label={t("detail.fields.tags")}>{detail.tags.join(", ")}</Fact>
      )}
      <Fact label={t("detail.fields.autostart")}>
        {t(detail.autostart ? "detail.yes" : "detail.no")}
      </Fact>
      {config.restart?.mode && (
        <Fact label={t("detail.fields.restart")}>
          {t(`detail.restart_modes.${config.restart.mode}`)}
        </Fact>
      )}
      {config.sharing && (
        <Fact label={t("detail.fields.sharing")}>{t(`detail.sharings.${config.sharing}`)}</Fact>
      )}
      {config.era && <Fact label={t("detail.fields.era")}>{t(`detail.eras.${config.era}`)}</Fact>}
      {config.idle_stop_ms != null && (
        <Fact label={t("detail.fields.idle")}>
          {t("detail.idle_after", { time: time(config.idle_stop_ms) })}
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
      <Fact label={t("detail.fields.id")}>
        <Copied text={detail.id}>{detail.id}</Copied>
      </Fact>
    </Facts>
  );
}

interface CopiedProps {
  text: string;
  label?: string;
  children: ReactNode;
}

/** Something of a computer's, and the button that copies it. */
function Copied({ text, label, children }: CopiedProps) {
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 break-all font-mono text-small leading-5">{children}</code>
      <span className="-my-0.5">
        <CopyButton text={text} {...(label ? { label } : {})} />
      </span>
    </span>
  );
}
