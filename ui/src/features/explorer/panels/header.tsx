import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/copy-button";
import { PlainText } from "@/components/plain-text";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { annotationsOf, descriptionOf, type Item } from "../catalog/items";

const TONES = {
  quiet: "bg-stopped-tint text-stopped",
  bad: "bg-danger-tint text-danger",
} as const;

/** A word about a thing. */
function Tag({
  tone = "quiet",
  title,
  children,
}: {
  tone?: keyof typeof TONES;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-4.5 shrink-0 items-center whitespace-nowrap rounded-control px-1.5 font-medium text-small",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** What a tool says of itself. It is its own word, so it is told as such. */
function AnnotationTags({ item }: { item: Item }) {
  const { t } = useTranslation();
  if (item.kind !== "tool") return null;
  const { readOnly, destructive, idempotent, openWorld } = annotationsOf(item.tool);
  return (
    <>
      {readOnly && (
        <Tag title={t("explorer.annotations.read_only_help")}>
          {t("explorer.annotations.read_only")}
        </Tag>
      )}
      {destructive && (
        <Tag tone="bad" title={t("explorer.annotations.destructive_help")}>
          {t("explorer.annotations.destructive")}
        </Tag>
      )}
      {openWorld && (
        <Tag title={t("explorer.annotations.open_world_help")}>
          {t("explorer.annotations.open_world")}
        </Tag>
      )}
      {idempotent && (
        <Tag title={t("explorer.annotations.idempotent_help")}>
          {t("explorer.annotations.idempotent")}
        </Tag>
      )}
    </>
  );
}

/** What is looked at: its title, its exact name, what it says of itself. */
export function ItemHeader({ item }: { item: Item }) {
  const description = descriptionOf(item);
  return (
    <header className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 break-words font-semibold text-title">{visible(item.label)}</h2>
        <AnnotationTags item={item} />
      </div>
      <div className="flex min-w-0 items-center gap-1">
        <code className="min-w-0 select-text break-all font-mono text-muted">
          {visible(item.key)}
        </code>
        <CopyButton text={item.key} />
      </div>
      {description && <PlainText text={description} className="max-w-prose" />}
    </header>
  );
}
