import { FlaskConical, Pencil, Replace, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { Drawer } from "@/components/drawer";
import { Spinner } from "@/components/spinner";
import type { KeyView, VaultView } from "@/ipc/bindings";
import { referenceOf } from "@/lib/key-reference";
import { openAbove } from "../go-to";
import { useKeyActions } from "../key-actions";
import { canTest, isTestable, kindOf, useKindName } from "../kinds";
import { StatusBadge } from "../status-badge";
import { TestFacts } from "../test-facts";
import { useIsTesting } from "../testing";
import { KeyFacts } from "./key-facts";
import { UsedByList } from "./used-by-list";

export interface KeyDrawerProps {
  row: KeyView;
  vault: VaultView;
  /** What servers are called. */
  serverName: (id: string) => string;
  onClose: () => void;
}

/** Everything that is known of a key. Its value is not. */
export function KeyDrawer({ row, vault, serverName, onClose }: KeyDrawerProps) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const { name } = row;
  const lost = row.status === "lost";
  return (
    <Drawer
      title={name}
      heading={<span className="break-all font-mono">{name}</span>}
      aside={
        <div className="mt-1 flex flex-wrap items-center gap-2">
          <StatusBadge status={row.status} name={`${name}-detail`} />
          <span className="text-muted">{nameOf(kindOf(row.target))}</span>
        </div>
      }
      data-testid="key-drawer"
      onClose={onClose}
      footer={
        <>
          <Button
            variant={lost ? "primary" : "secondary"}
            data-testid="drawer-rotate"
            onClick={() => openAbove("rotate", name)}
          >
            <Replace aria-hidden size={14} />
            {t(lost ? "keys.actions.set" : "keys.actions.rotate")}
          </Button>
          <Button data-testid="drawer-edit" onClick={() => openAbove("edit", name)}>
            <Pencil aria-hidden size={14} />
            {t("keys.actions.edit")}
          </Button>
          <Button
            variant="quiet"
            className="ml-auto"
            data-testid="drawer-remove"
            onClick={() => openAbove("remove", name)}
          >
            <Trash2 aria-hidden size={14} className="text-danger" />
            <span className="text-danger">{t("keys.actions.remove")}</span>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {row.status !== "ready" && (
          <p className={lost ? "text-danger" : "text-warn"}>
            {t(`keys.status_long.${row.status}`, { vault: t(`keys.vault_in.${vault.kind}`) })}
          </p>
        )}
        <LastTest row={row} />
        <Section title={t("keys.detail.refer")}>
          <p className="mb-1.5 text-muted">{t("keys.detail.refer_text")}</p>
          <div className="flex items-center gap-2 rounded-control border border-border bg-sunken py-1 pr-1 pl-3">
            <code
              data-testid="key-reference"
              className="min-w-0 flex-1 select-text break-all font-mono text-small"
            >
              {referenceOf(name)}
            </code>
            <CopyButton text={referenceOf(name)} label={t("keys.actions.copy_reference")} />
          </div>
        </Section>
        <Section title={t("keys.columns.used_by")}>
          <UsedByList name={name} uses={row.used_by} />
        </Section>
        <Section title={t("keys.detail.facts")}>
          <KeyFacts row={row} serverName={serverName} />
        </Section>
      </div>
    </Drawer>
  );
}

function LastTest({ row }: { row: KeyView }) {
  const { t } = useTranslation();
  const actions = useKeyActions();
  const testing = useIsTesting(row);
  const testable = isTestable(row.target);
  return (
    <Section
      title={t("keys.columns.test")}
      action={
        testable && (
          <Button
            size="small"
            disabled={!canTest(row)}
            loading={testing}
            data-testid="drawer-test"
            onClick={() => actions.test(row)}
          >
            <FlaskConical aria-hidden size={13} />
            {t("keys.actions.test")}
          </Button>
        )
      }
    >
      {testing ? (
        <p className="flex items-center gap-2 rounded-card bg-progress-tint px-3 py-2.5">
          <Spinner className="text-progress" />
          {t("keys.test.running")}
        </p>
      ) : row.last_test ? (
        <TestFacts test={row.last_test} stale={row.test_is_stale} dated testId="drawer-outcome" />
      ) : (
        <p className="text-muted">
          {t(testable ? "keys.test.never_long" : "keys.test.untestable_long")}
        </p>
      )}
    </Section>
  );
}

interface SectionProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Section({ title, action, children }: SectionProps) {
  return (
    <section>
      <div className="mb-1.5 flex min-h-7 items-center justify-between gap-3">
        <h3 className="font-semibold">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
