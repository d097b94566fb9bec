import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { formatBytes } from "@/lib/format";
import { visible } from "@/lib/visible";
import type { Item } from "../catalog/items";
import { useRun } from "../run/use-run";
import { DetailFrame } from "./detail-frame";

export interface ResourcePanelProps {
  serverId: string;
  item: Extract<Item, { kind: "resource" }>;
}

/** A resource: read it, and see it. */
export function ResourcePanel({ serverId, item }: ResourcePanelProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const handle = useRun(serverId, item);
  const { mime_type: mime, size, uri } = item.resource;
  const facts = [mime && visible(mime), size === null ? null : formatBytes(size, locale)].filter(
    Boolean,
  );
  return (
    <DetailFrame
      serverId={serverId}
      item={item}
      selection={item}
      handle={handle}
      label={t("explorer.run.resource")}
      onRun={() => handle.start({ kind: "resource", uri })}
      onRepeat={handle.start}
      onOpen={handle.open}
    >
      {facts.length > 0 && <p className="-mt-4 text-muted">{facts.join(" · ")}</p>}
    </DetailFrame>
  );
}
