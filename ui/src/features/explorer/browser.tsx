/** The list of what a server offers, and beside it what is selected; one at a time where it is narrow. */
import { ArrowLeft, Search } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Input } from "@/components/input";
import type { CatalogView } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { useHashPath } from "@/lib/hash-location";
import { paths } from "@/lib/routes";
import { useShortcut } from "@/lib/shortcuts";
import { ItemList } from "./catalog/item-list";
import { type Item, itemsOf, matches, unlisted } from "./catalog/items";
import { type Selection, useSelection } from "./catalog/use-selection";
import { AsidePanel } from "./panels/aside-panel";
import { PromptPanel } from "./panels/prompt-panel";
import { ResourcePanel } from "./panels/resource-panel";
import { TemplatePanel } from "./panels/template-panel";
import { ToolPanel } from "./panels/tool-panel";
import { Welcome } from "./panels/welcome";

export interface BrowserProps {
  serverId: string;
  catalog: CatalogView;
}

export function Browser({ serverId, catalog }: BrowserProps) {
  const { t } = useTranslation();
  const [selection, select] = useSelection();
  const [path] = useHashPath();
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim());
  const detail = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = useMemo(() => itemsOf(catalog), [catalog]);
  const found = useMemo(
    () => (wanted === "" ? items : items.filter((item) => matches(item, wanted))),
    [items, wanted],
  );
  const item = useMemo(() => selectedOf(items, selection), [items, selection]);
  const shown = path === paths.server(serverId, "explorer");
  const open = () => requestAnimationFrame(() => detail.current?.focus());

  return (
    <div className="flex min-h-0 flex-1">
      {shown && <FilterKey onPress={() => field.current?.focus()} />}
      <div
        className={cx(
          "min-h-0 w-full flex-col border-border md:flex md:w-explorer-list md:shrink-0 md:border-r",
          selection ? "hidden" : "flex",
        )}
      >
        <div className="relative px-3 pt-3 pb-1">
          <Search
            aria-hidden
            size={14}
            className="pointer-events-none absolute top-5 left-5.5 text-muted"
          />
          <Input
            ref={field}
            type="search"
            data-testid="explorer-search"
            aria-label={t("explorer.list.search")}
            placeholder={t("explorer.list.search_short")}
            className="pl-8"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              const first = found[0];
              if (event.key === "Escape" && search !== "") {
                event.stopPropagation();
                setSearch("");
              } else if (event.key === "Enter" && first) {
                event.preventDefault();
                select({ kind: first.kind, key: first.key });
                open();
              } else if (event.key === "ArrowDown") {
                event.preventDefault();
                list.current?.focus();
              }
            }}
          />
        </div>
        {found.length > 0 ? (
          <ItemList
            ref={list}
            items={found}
            selection={selection}
            onSelect={select}
            onOpen={open}
          />
        ) : (
          <p className="px-5 py-4 text-muted">{t("explorer.list.nothing")}</p>
        )}
      </div>
      <section
        ref={detail}
        // What scrolls can be scrolled with the keyboard, also where nothing in it takes the focus.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={item?.label ?? t("explorer.list.label")}
        data-testid="explorer-detail"
        className={cx(
          // What only a screen reader finds has its place in here, not in the page.
          "relative min-h-0 min-w-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2 md:block",
          selection ? "block" : "hidden",
        )}
      >
        {selection && (
          <div className="px-2 pt-2 md:hidden">
            <Button
              size="small"
              variant="quiet"
              data-testid="explorer-back"
              onClick={() => select(null)}
            >
              <ArrowLeft aria-hidden size={14} />
              {t("explorer.list.back")}
            </Button>
          </div>
        )}
        <Detail serverId={serverId} catalog={catalog} item={item} selection={selection} />
      </section>
    </div>
  );
}

/** The key that looks for something, while the explorer is what is looked at. */
function FilterKey({ onPress }: { onPress: () => void }) {
  useShortcut("focus_filter", onPress);
  return null;
}

function selectedOf(items: readonly Item[], selection: Selection | null): Item | null {
  if (!selection) return null;
  const listed = items.find(({ kind, key }) => kind === selection.kind && key === selection.key);
  // A result may link to a resource that no list names.
  return listed ?? (selection.kind === "resource" ? unlisted(selection.key) : null);
}

interface DetailProps extends BrowserProps {
  item: Item | null;
  selection: Selection | null;
}

function Detail({ serverId, catalog, item, selection }: DetailProps) {
  const { t } = useTranslation();
  if (!item) {
    return selection ? (
      <p className="px-6 py-8 text-muted">{t("explorer.list.gone", { name: selection.key })}</p>
    ) : (
      <Welcome serverId={serverId} catalog={catalog} />
    );
  }
  const key = `${item.kind} ${item.key}`;
  switch (item.kind) {
    case "tool":
      return <ToolPanel key={key} serverId={serverId} item={item} />;
    case "resource":
      return <ResourcePanel key={key} serverId={serverId} item={item} />;
    case "template":
      return (
        <TemplatePanel key={key} serverId={serverId} item={item} completes={catalog.completes} />
      );
    case "prompt":
      return (
        <PromptPanel key={key} serverId={serverId} item={item} completes={catalog.completes} />
      );
    case "aside":
      return <AsidePanel key={key} item={item} />;
  }
}
