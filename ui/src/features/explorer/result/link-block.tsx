import { FileSymlink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { PlainText } from "@/components/plain-text";
import { visible } from "@/lib/visible";
import { useSelection } from "../catalog/use-selection";
import type { Block } from "./parts";

/** A resource that a result points at; it is opened here, never elsewhere. */
export function LinkBlock({ link }: { link: Extract<Block, { kind: "link" }> }) {
  const { t } = useTranslation();
  const [, select] = useSelection();
  return (
    <div className="flex items-center gap-3 rounded-control border border-border bg-raised px-3 py-2">
      <FileSymlink aria-hidden size={14} className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{visible(link.name)}</p>
        <code className="select-text break-all font-mono text-muted text-small">
          {visible(link.uri)}
        </code>
        {link.description && (
          <PlainText text={link.description} className="text-muted text-small" />
        )}
      </div>
      <Button
        size="small"
        data-testid="result-link"
        onClick={() => select({ kind: "resource", key: link.uri })}
      >
        {t("explorer.result.open_resource")}
      </Button>
    </div>
  );
}
