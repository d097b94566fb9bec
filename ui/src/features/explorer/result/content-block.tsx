import { useTranslation } from "react-i18next";
import { JsonTree } from "@/components/json-tree";
import { AudioBlock } from "./audio-block";
import { ImageBlock } from "./image-block";
import { LinkBlock } from "./link-block";
import { blockOf } from "./parts";
import { ResourceBlock } from "./resource-block";
import { TextBlock } from "./text-block";

/** One piece of a result, of whatever kind. */
export function ContentBlock({ block: raw }: { block: unknown }) {
  const { t } = useTranslation();
  const block = blockOf(raw);
  switch (block.kind) {
    case "text":
      return <TextBlock text={block.text} />;
    case "image":
      return <ImageBlock data={block.data} mime={block.mime} />;
    case "audio":
      return <AudioBlock data={block.data} mime={block.mime} />;
    case "resource":
      return <ResourceBlock resource={block.resource} />;
    case "link":
      return <LinkBlock link={block} />;
    case "unknown":
      return (
        <div className="flex flex-col gap-1">
          <p className="text-muted text-small">{t("explorer.result.unknown_block")}</p>
          <JsonTree value={block.value} label={t("explorer.result.unknown_block")} />
        </div>
      );
  }
}
