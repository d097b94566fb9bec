import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useLocale } from "@/i18n/use-locale";
import type { KeyView } from "@/ipc/bindings";
import { formatDateTime } from "@/lib/format";
import { paths } from "@/lib/routes";
import { visible } from "@/lib/visible";
import { Ago } from "../ago";
import { kindOf, providerOf, useKindName } from "../kinds";

export interface KeyFactsProps {
  row: KeyView;
  serverName: (id: string) => string;
}

/** What is stored of a key. */
export function KeyFacts({ row, serverName }: KeyFactsProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const nameOf = useKindName();
  const { target } = row;
  const kind = kindOf(target);
  const url = target.base_url ?? providerOf(kind)?.url;
  const moment = (at: string) => (
    <>
      {formatDateTime(at, locale)}
      <span className="text-muted">
        {" · "}
        <Ago at={at} />
      </span>
    </>
  );
  const code = (text: string) => <code className="break-all font-mono">{visible(text)}</code>;
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-5 gap-y-1.5">
      <Fact label={t("keys.columns.kind")}>{nameOf(kind)}</Fact>
      {url && (
        <Fact label={t(kind === "http" ? "keys.form.url" : "keys.form.base_url")}>{code(url)}</Fact>
      )}
      {kind === "http" && (
        <Fact label={t("keys.form.header")}>{code(target.header ?? "Authorization: Bearer")}</Fact>
      )}
      {target.server && (
        <Fact label={t("keys.form.server")}>
          <Link href={paths.server(target.server)} className="rounded-control hover:underline">
            {visible(serverName(target.server))}
          </Link>
        </Fact>
      )}
      <Fact label={t("keys.detail.created")}>{moment(row.created_at)}</Fact>
      {row.rotated_at !== row.created_at && (
        <Fact label={t("keys.detail.rotated")}>{moment(row.rotated_at)}</Fact>
      )}
      <Fact label={t("keys.columns.last_used")}>
        {row.last_used_at ? moment(row.last_used_at) : t("keys.detail.never")}
      </Fact>
      <Fact label={t("keys.detail.fingerprint")}>
        {code(row.fingerprint)}
        <span className="block text-muted text-small">{t("keys.detail.fingerprint_help")}</span>
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 select-text break-words tabular-nums">{children}</dd>
    </>
  );
}
