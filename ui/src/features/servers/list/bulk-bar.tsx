import {
  ClipboardCopy,
  type LucideIcon,
  Play,
  RotateCw,
  Square,
  Tag as TagIcon,
  Tags,
  Trash2,
  X,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { DropdownMenu, MenuItem } from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import type { BulkAction } from "@/ipc/bindings";
import { cx } from "@/lib/cx";
import { useMediaQuery } from "@/lib/use-media-query";
import { visible } from "@/lib/visible";
import { tagsOf } from "../model";
import { useServerActions } from "../server-actions";
import { BulkReport } from "./bulk-report";
import { useHiddenColumns } from "./column-store";
import { COLUMNS, type OptionalColumn } from "./columns";
import { csvOf } from "./csv";
import type { Selection } from "./selection";
import { TagPicker } from "./tag-picker";
import { targetsOf, useBulk } from "./use-bulk";

const CONTROLS = [
  { kind: "start", icon: Play },
  { kind: "stop", icon: Square },
  { kind: "restart", icon: RotateCw },
] as const satisfies readonly { kind: BulkAction["kind"]; icon: LucideIcon }[];

export interface BulkBarProps {
  selection: Selection;
  /** Labels that are in use, for a choice. */
  tags: readonly string[];
}

/** What can be done to the chosen servers; above the end of the list, so that no row moves. */
export function BulkBar({ selection, tags }: BulkBarProps) {
  const { t } = useTranslation();
  const { copy } = useServerActions();
  const bulk = useBulk();
  const hidden = useHiddenColumns((store) => store.hidden);
  const roomy = useMediaQuery("(min-width: 820px)");
  const { rows } = selection;
  const run = (action: BulkAction) => void bulk.run(rows, action);
  const own = tagsOf(rows);
  return (
    <>
      {rows.length > 0 && (
        <section
          aria-label={t("servers.bulk.label")}
          data-testid="bulk-bar"
          aria-busy={bulk.busy}
          className={cx(
            "absolute bottom-3 left-1/2 z-30 flex max-w-[calc(100%-1rem)] -translate-x-1/2 animate-rise-in items-center gap-0.5 rounded-card border border-border bg-overlay py-1 pr-1 pl-3 shadow-overlay",
            bulk.busy && "pointer-events-none",
          )}
        >
          <span className="mr-2 whitespace-nowrap font-medium tabular-nums" role="status">
            {t("servers.selection.count", { count: rows.length })}
          </span>
          {CONTROLS.map(({ kind, icon }) => (
            <BarButton
              key={kind}
              icon={icon}
              label={t(`servers.actions.${kind}`)}
              wide={roomy}
              disabled={targetsOf(rows, { kind }).length === 0}
              testId={`bulk-${kind}`}
              onPress={() => run({ kind })}
            />
          ))}
          <TagPicker
            tags={tags}
            trigger={
              <IconButton
                icon={TagIcon}
                label={t("servers.bulk.add_tag")}
                data-testid="bulk-add-tag"
              />
            }
            onPick={(tag) => run({ kind: "add_tag", tag })}
          />
          <DropdownMenu
            trigger={
              <IconButton
                icon={Tags}
                label={t("servers.bulk.remove_tag")}
                disabled={own.length === 0}
                data-testid="bulk-remove-tag"
              />
            }
          >
            {own.map(({ tag }) => (
              <MenuItem
                key={tag}
                icon={X}
                label={visible(tag)}
                data-testid={`bulk-remove-tag-${tag}`}
                onSelect={() => run({ kind: "remove_tag", tag })}
              />
            ))}
          </DropdownMenu>
          <IconButton
            icon={ClipboardCopy}
            label={t("servers.options.csv")}
            data-testid="bulk-csv"
            onClick={() => {
              const shown = COLUMNS.filter((column) => !hidden.has(column as OptionalColumn));
              copy(csvOf(rows, shown, Date.now()));
            }}
          />
          <BarButton
            icon={Trash2}
            label={t("servers.actions.remove")}
            wide={roomy}
            danger
            testId="bulk-remove"
            onPress={() => run({ kind: "remove" })}
          />
          <span aria-hidden className="mx-1 h-5 w-px bg-border" />
          <IconButton
            icon={X}
            label={t("servers.selection.clear")}
            data-testid="bulk-clear"
            onClick={selection.clear}
          />
        </section>
      )}
      {bulk.outcome && <BulkReport outcome={bulk.outcome} onClose={bulk.close} />}
    </>
  );
}

interface BarButtonProps {
  icon: LucideIcon;
  label: string;
  /** With its name beside it. */
  wide: boolean;
  disabled?: boolean;
  danger?: boolean;
  testId: string;
  onPress: () => void;
}

function BarButton({ icon: Icon, label, wide, disabled, danger, testId, onPress }: BarButtonProps) {
  if (!wide) {
    return (
      <IconButton
        icon={Icon}
        label={label}
        disabled={disabled}
        data-testid={testId}
        className={danger ? "text-danger" : undefined}
        onClick={onPress}
      />
    );
  }
  return (
    <button
      type="button"
      disabled={disabled}
      data-testid={testId}
      onClick={onPress}
      className={cx(
        "inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-control px-2.5 font-medium hover:bg-hover disabled:pointer-events-none disabled:opacity-40",
        danger ? "text-danger" : "text-text",
      )}
    >
      <Icon aria-hidden size={14} className={danger ? undefined : "text-muted"} />
      {label}
    </button>
  );
}
