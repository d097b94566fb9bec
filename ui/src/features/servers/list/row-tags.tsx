import { useTranslation } from "react-i18next";
import { Tag } from "@/components/tag";
import { visible } from "@/lib/visible";

/** Tags that are drawn; more never have room. */
const MAX_DRAWN = 4;

/**
 * A server's labels, as many as there is room for: whole ones only. What does not fit wraps to a
 * second line, which is out of sight; the tooltip has them all.
 */
export function RowTags({ tags }: { tags: readonly string[] }) {
  const { t } = useTranslation();
  if (tags.length === 0) return null;
  return (
    <span
      title={t("servers.tags.list", { tags: tags.map(visible).join(", ") })}
      className="flex h-5 min-w-0 flex-1 flex-wrap items-center gap-x-1 overflow-hidden"
    >
      {/* Nothing, on the first line: so that the first label can leave it too. */}
      <span aria-hidden className="-mr-1 h-5 w-px" />
      {tags.slice(0, MAX_DRAWN).map((tag) => (
        <Tag key={tag}>
          <span className="truncate">{visible(tag)}</span>
        </Tag>
      ))}
    </span>
  );
}
