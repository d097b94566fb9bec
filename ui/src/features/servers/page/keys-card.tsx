import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useKeys } from "@/ipc/key-queries";
import { paths } from "@/lib/routes";
import { visible } from "@/lib/visible";
import { Card } from "../detail/card";
import { keysOf } from "../keys/keys-of";

/** The keys that a server's configuration refers to, as it is stored. */
export function KeysCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const used = keysOf(useKeys().data, id);
  if (used.length === 0) return null;
  return (
    <Card title={t("page.keys")}>
      <ul data-testid="server-keys" className="-my-1.5 divide-y divide-border">
        {used.map(({ name, status, use }) => (
          <li key={name} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <Link
              href={status === "missing" ? paths.addKey(name) : paths.key(name)}
              data-testid={`server-key-${name}`}
              className="min-w-0 break-all rounded-control font-mono text-accent-text text-small hover:underline"
            >
              {name}
            </Link>
            {status !== "ready" && (
              <span className="text-small text-warn">{t(`keys.status.${status}`)}</span>
            )}
            {use.is_outdated && <span className="text-small text-warn">{t("keys.outdated")}</span>}
            <span className="ml-auto min-w-0 break-all font-mono text-muted text-small">
              {visible(use.fields.join(", "))}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
