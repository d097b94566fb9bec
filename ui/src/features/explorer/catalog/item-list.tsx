import { useVirtualizer } from "@tanstack/react-virtual";
import {
  Eye,
  FileText,
  FileType2,
  Globe,
  type LucideIcon,
  MessageSquareText,
  Trash2,
  TriangleAlert,
  Wrench,
} from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "@/components/badge";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { annotationsOf, type Item, type ItemKind, KINDS } from "./items";
import type { Selection } from "./use-selection";

const ICONS: Record<ItemKind, LucideIcon> = {
  tool: Wrench,
  resource: FileText,
  template: FileType2,
  prompt: MessageSquareText,
  aside: TriangleAlert,
};

/** Heights of a heading and of a thing, pixels. */
const HEADING = 32;
const ROW = 32;

type Entry = { type: "heading"; kind: ItemKind; count: number } | { type: "item"; item: Item };

/** Headings and things, in order. */
function entriesOf(items: readonly Item[]): Entry[] {
  return KINDS.flatMap((kind): Entry[] => {
    const own = items.filter((item) => item.kind === kind);
    if (own.length === 0) return [];
    return [
      { type: "heading", kind, count: own.length },
      ...own.map((item): Entry => ({ type: "item", item })),
    ];
  });
}

export interface ItemListProps {
  ref: RefObject<HTMLDivElement | null>;
  items: readonly Item[];
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
  /** Enter: go on to what is selected. */
  onOpen: () => void;
}

/** Everything that a server offers, in sections. Thousands of things are as quick as ten. */
export function ItemList({ ref: scroller, items, selection, onSelect, onOpen }: ItemListProps) {
  const { t } = useTranslation();
  const entries = entriesOf(items);
  const order = entries.flatMap((entry, i) => (entry.type === "item" ? [i] : []));
  const current = entries.findIndex(
    (entry) =>
      entry.type === "item" &&
      entry.item.kind === selection?.kind &&
      entry.item.key === selection.key,
  );
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => (entries[i]?.type === "heading" ? HEADING : ROW),
    overscan: 12,
  });
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (current >= 0) scrollToIndex(current, { align: "auto" });
  }, [current, scrollToIndex]);

  const move = (to: number | undefined) => {
    const entry = to === undefined ? undefined : entries[to];
    if (entry?.type === "item") onSelect({ kind: entry.item.kind, key: entry.item.key });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = order.indexOf(current);
    const targets: Record<string, number | undefined> = {
      ArrowDown: order[at + 1],
      j: order[at + 1],
      ArrowUp: order[Math.max(0, at - 1)],
      k: order[Math.max(0, at - 1)],
      Home: order[0],
      End: order.at(-1),
    };
    if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      onOpen();
    } else if (event.key in targets) {
      event.preventDefault();
      move(targets[event.key]);
    }
  };
  const active = current >= 0 ? `explorer-entry-${current}` : undefined;
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t("explorer.list.label")}
      aria-activedescendant={active}
      data-testid="explorer-list"
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto px-2 pb-3 focus-visible:-outline-offset-2"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const entry = entries[index];
          if (!entry) return null;
          const place = { transform: `translateY(${start}px)`, height: size };
          if (entry.type === "heading") {
            return (
              <div
                key={entry.kind}
                role="presentation"
                style={place}
                className="absolute inset-x-0 top-0 flex items-end gap-1.5 px-2 pb-1 text-muted text-small"
              >
                {t(`explorer.kinds.${entry.kind}`)}
                <Badge>{entry.count}</Badge>
              </div>
            );
          }
          return (
            <Row
              key={`${entry.item.kind} ${entry.item.key}`}
              id={`explorer-entry-${index}`}
              item={entry.item}
              place={place}
              selected={index === current}
              onSelect={() => {
                onSelect({ kind: entry.item.kind, key: entry.item.key });
                onOpen();
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  id: string;
  item: Item;
  place: { transform: string; height: number };
  selected: boolean;
  onSelect: () => void;
}

function Row({ id, item, place, selected, onSelect }: RowProps) {
  const { t } = useTranslation();
  const Icon = ICONS[item.kind];
  const label =
    item.kind === "aside" && item.aside.name === null ? t("explorer.aside.nameless") : item.label;
  const said = item.kind === "tool" ? annotationsOf(item.tool) : null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names this one
    <div
      id={id}
      role="option"
      aria-selected={selected}
      title={item.key === item.label ? undefined : item.key}
      data-testid={`explorer-item-${item.kind === "aside" ? "quarantined" : item.kind}-${item.name}`}
      onClick={onSelect}
      style={place}
      className={cx(
        "absolute inset-x-0 top-0 flex items-center gap-2 rounded-control px-2",
        selected ? "bg-selected text-accent-text" : "hover:bg-hover",
      )}
    >
      <Icon
        aria-hidden
        size={14}
        className={cx("shrink-0", item.kind === "aside" ? "text-warn" : "text-muted")}
      />
      <span className="min-w-0 flex-1 truncate">{visible(label)}</span>
      {said && (
        <span className="flex shrink-0 items-center gap-1">
          {said.readOnly && <Mark icon={Eye} label={t("explorer.annotations.read_only")} />}
          {said.destructive && (
            <Mark icon={Trash2} label={t("explorer.annotations.destructive")} danger />
          )}
          {said.openWorld && <Mark icon={Globe} label={t("explorer.annotations.open_world")} />}
        </span>
      )}
    </div>
  );
}

/** An annotation in the list; its words are in the detail, in the tooltip and for who listens. */
function Mark({
  icon: Icon,
  label,
  danger = false,
}: {
  icon: LucideIcon;
  label: string;
  danger?: boolean;
}) {
  return (
    <span title={label} className={cx("inline-flex", danger ? "text-danger" : "text-muted")}>
      <Icon aria-hidden size={12} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
