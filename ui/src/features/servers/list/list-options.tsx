import { ClipboardCopy, SlidersHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import {
  DropdownMenu,
  MenuCheckboxItem,
  MenuItem,
  MenuLabel,
  MenuSeparator,
} from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import { useSaveSettings } from "@/ipc/settings-queries";
import { useDensity } from "@/lib/density";
import type { Row } from "../model";
import { useServerActions } from "../server-actions";
import { useHiddenColumns } from "./column-store";
import { COLUMNS, OPTIONAL, type OptionalColumn } from "./columns";
import { csvOf } from "./csv";
import { useLabels } from "./use-labels";

/** How the list looks: its columns, how high its rows are; and the list for a spreadsheet. */
export function ListOptions({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { hidden, toggle } = useHiddenColumns();
  const density = useDensity();
  const save = useSaveSettings();
  const { copy } = useServerActions();
  const shown = COLUMNS.filter((column) => !hidden.has(column as OptionalColumn));
  return (
    <DropdownMenu
      trigger={
        <IconButton
          icon={SlidersHorizontal}
          label={t("servers.options.label")}
          data-testid="list-options"
        />
      }
    >
      <MenuLabel>{t("servers.options.columns")}</MenuLabel>
      {OPTIONAL.map((column) => (
        <MenuCheckboxItem
          key={column}
          label={labels[column]}
          checked={!hidden.has(column)}
          data-testid={`column-${column}`}
          onChange={() => toggle(column)}
        />
      ))}
      <MenuSeparator />
      <MenuCheckboxItem
        label={t("servers.options.compact")}
        checked={density === "compact"}
        data-testid="list-compact"
        onChange={(compact) => save.mutate({ density: compact ? "compact" : "comfortable" })}
      />
      <MenuSeparator />
      <MenuItem
        icon={ClipboardCopy}
        label={t("servers.options.csv")}
        data-testid="list-csv"
        onSelect={() => copy(csvOf(rows, shown, Date.now()))}
      />
    </DropdownMenu>
  );
}
