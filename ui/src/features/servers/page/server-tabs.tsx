import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { formatCount } from "@/lib/format";
import { paths, SERVER_TABS, type ServerTab } from "@/lib/routes";
import { useShortcut } from "@/lib/shortcuts";
import { useHasDraft } from "../add/draft-store";
import type { Row } from "../model";
import { goTo } from "../server-actions";

export interface ServerTabsProps {
  id: string;
  tab: ServerTab;
  row: Row | undefined;
  children: ReactNode;
}

/** The parts of a server's page; each has an address, and `[` and `]` go from one to the next. */
export function ServerTabs({ id, tab, row, children }: ServerTabsProps) {
  const { t } = useTranslation();
  const open = (next: ServerTab) => goTo(paths.server(id, next), { field: null });
  const unsaved = useHasDraft(id);
  const step = (by: number) => {
    const at = SERVER_TABS.indexOf(tab) + by + SERVER_TABS.length;
    open(SERVER_TABS[at % SERVER_TABS.length] ?? "overview");
  };
  useShortcut("previous_tab", () => step(-1));
  useShortcut("next_tab", () => step(1));
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => open(SERVER_TABS.find((one) => one === next) ?? "overview")}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List
        aria-label={t("page.parts")}
        className="flex shrink-0 gap-5 overflow-x-auto border-border border-b px-4 sm:px-6"
      >
        {SERVER_TABS.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            data-testid={`server-tab-${name}`}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 text-muted hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {t(`page.tabs.${name}`)}
            {name === "explorer" && <ToolCount row={row} />}
            {name === "settings" && unsaved && <Unsaved />}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {children}
    </Tabs.Root>
  );
}

function ToolCount({ row }: { row: Row | undefined }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const tools = row && (row.state === "up" || row.state === "degraded") ? row.counts.tools : 0;
  if (tools === 0) return null;
  return (
    <span
      className="font-normal text-muted text-small tabular-nums"
      title={t("page.tools", { count: tools })}
    >
      {formatCount(tools, locale)}
    </span>
  );
}

function Unsaved() {
  const { t } = useTranslation();
  return (
    <span title={t("page.unsaved")} className="flex" data-testid="unsaved">
      <span aria-hidden className="size-1.5 rounded-full bg-accent" />
      <span className="sr-only">{t("page.unsaved")}</span>
    </span>
  );
}
