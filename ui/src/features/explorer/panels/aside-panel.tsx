import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PlainText } from "@/components/plain-text";
import { visible } from "@/lib/visible";
import type { Item } from "../catalog/items";

/** Something that the server lists and that cannot be used, and why. */
export function AsidePanel({ item }: { item: Extract<Item, { kind: "aside" }> }) {
  const { t } = useTranslation();
  const { name, kind, reason } = item.aside;
  return (
    <div className="flex flex-col gap-4 px-4 py-4 sm:px-6">
      <h2 className="break-words font-semibold text-title">
        {name === null ? t("explorer.aside.nameless") : visible(name)}
      </h2>
      <section className="flex items-start gap-2.5 rounded-card bg-warn-tint p-4">
        <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
        <div className="min-w-0">
          <h3 className="font-semibold">{t("explorer.aside.title")}</h3>
          <PlainText text={reason} className="mt-0.5" />
          <p className="mt-1 text-muted">{t("explorer.aside.hint", { kind: asideKind(kind) })}</p>
        </div>
      </section>
    </div>
  );

  function asideKind(raw: string): string {
    switch (raw) {
      case "tool":
      case "resource":
      case "resource_template":
      case "prompt":
        return t(`explorer.aside.kinds.${raw}`);
      default:
        return visible(raw);
    }
  }
}
