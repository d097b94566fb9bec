import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Button } from "@/components/button";
import type { KeyUse } from "@/ipc/bindings";
import { useNetwork } from "@/ipc/network-queries";
import { referenceOf } from "@/lib/key-reference";
import { paths } from "@/lib/routes";
import { visible } from "@/lib/visible";
import { useKeyActions } from "../key-actions";
import { outdatedOf } from "../model";

/** The servers that refer to a key, and which of them still run with its old value. */
export function UsedByList({ name, uses }: { name: string; uses: readonly KeyUse[] }) {
  const { t } = useTranslation();
  const { control } = useKeyActions();
  const outdated = outdatedOf(uses);
  const byProxy = useNetwork().data?.proxy?.includes(referenceOf(name)) ?? false;
  if (uses.length === 0 && !byProxy) return <p className="text-muted">{t("keys.detail.unused")}</p>;
  return (
    <>
      <ul
        data-testid="drawer-used-by"
        className="divide-y divide-border rounded-card border border-border bg-raised"
      >
        {uses.map((use) => (
          <li key={use.server} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <div className="min-w-40 flex-1">
              <div className="flex flex-wrap items-center gap-x-2">
                <Link
                  href={paths.server(use.server)}
                  className="min-w-0 break-words rounded-control font-medium hover:underline"
                >
                  {visible(use.name)}
                </Link>
                {!use.is_running && (
                  <span className="text-muted text-small">{t("keys.detail.not_running")}</span>
                )}
                {use.is_outdated && (
                  <span className="flex items-center gap-1 text-small text-warn">
                    <TriangleAlert aria-hidden size={12} className="shrink-0" />
                    {t("keys.outdated")}
                  </span>
                )}
              </div>
              <p className="break-all font-mono text-muted text-small">{use.fields.join(", ")}</p>
            </div>
            {use.is_outdated && (
              <Button
                size="small"
                aria-label={t("servers.actions.of", {
                  action: t("servers.actions.restart"),
                  name: use.name,
                })}
                data-testid={`restart-use-${use.server}`}
                onClick={() => control([use], "restart")}
              >
                <RotateCw aria-hidden size={13} />
                {t("servers.actions.restart")}
              </Button>
            )}
          </li>
        ))}
        {byProxy && (
          <li className="px-3 py-2">
            <Link href={paths.settings()} className="rounded-control font-medium hover:underline">
              {t("keys.detail.proxy")}
            </Link>
          </li>
        )}
      </ul>
      {outdated.length > 1 && (
        <Button
          size="small"
          className="mt-2"
          data-testid="restart-uses"
          onClick={() => control(outdated, "restart")}
        >
          <RotateCw aria-hidden size={13} />
          {t("keys.restart_servers", { count: outdated.length })}
        </Button>
      )}
    </>
  );
}
