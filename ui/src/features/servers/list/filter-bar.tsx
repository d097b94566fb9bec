import { type RefObject, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FilterField } from "@/components/filter-field";
import { Segmented } from "@/components/segmented";
import { useLocale } from "@/i18n/use-locale";
import { cx } from "@/lib/cx";
import { formatCount } from "@/lib/format";
import { useMediaQuery } from "@/lib/use-media-query";
import { countViews, type Row, VIEWS, type View } from "../model";
import { ListOptions } from "./list-options";
import { TagFilter } from "./tag-filter";

export interface FilterBarProps {
  inputRef: RefObject<HTMLInputElement | null>;
  /** `undefined` while they are loading. */
  rows: readonly Row[] | undefined;
  /** Those that the filters leave, in their order. */
  shown: readonly Row[];
  filter: string;
  view: View;
  tags: readonly string[];
  onFilter: (text: string | null) => void;
  onView: (view: View) => void;
  onTags: (tags: readonly string[]) => void;
}

/** Narrows the list by text, by what needs someone and by labels; and says how it looks. */
export function FilterBar(props: FilterBarProps) {
  const { inputRef, rows, shown, filter, view, tags, onFilter, onView, onTags } = props;
  const { t } = useTranslation();
  const locale = useLocale();
  // Beside the field where there is little room, else at the end of the line.
  const roomy = useMediaQuery("(min-width: 640px)");
  const options = (
    <div className="ml-auto">
      <ListOptions rows={shown} />
    </div>
  );
  const counts = useMemo(() => rows && countViews(rows), [rows]);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 pb-3 sm:px-6">
      <FilterField
        inputRef={inputRef}
        label={t("servers.filter")}
        placeholder={t("servers.filter_placeholder")}
        filter={filter}
        onFilter={onFilter}
        className="min-w-40 flex-1"
      />
      {!roomy && options}
      <div className="max-w-full overflow-x-auto">
        <Segmented
          label={t("servers.views.label")}
          value={view}
          onChange={onView}
          options={VIEWS.map((value) => ({
            value,
            label: (
              <>
                {t(`servers.views.${value}`)}
                <span
                  className={cx(
                    "font-normal text-small tabular-nums",
                    value === "attention" && counts?.attention ? "text-danger" : "text-muted",
                  )}
                >
                  {counts ? formatCount(counts[value], locale) : t("common.unknown")}
                </span>
              </>
            ),
          }))}
        />
      </div>
      {roomy && options}
      {rows && (
        <div className="w-full empty:hidden">
          <TagFilter rows={rows} chosen={tags} onChange={onTags} />
        </div>
      )}
    </div>
  );
}
