import { FileDigit } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { formatBytes } from "@/lib/format";
import { visible } from "@/lib/visible";
import { AudioBlock } from "./audio-block";
import { ImageBlock } from "./image-block";
import { audioType, bytesOf, imageType } from "./images";
import { NoFile } from "./no-file";
import type { Contents } from "./parts";
import { TextBlock } from "./text-block";

/** What a resource holds, under its address. */
export function ResourceBlock({ resource }: { resource: Contents }) {
  const { uri, mime } = resource;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted text-small">
        <code className="min-w-0 select-text break-all font-mono">{visible(uri)}</code>
        {mime && <span>{visible(mime)}</span>}
      </p>
      <Body resource={resource} />
    </div>
  );
}

function Body({ resource: { body, mime } }: { resource: Contents }) {
  const { t } = useTranslation();
  const locale = useLocale();
  if (body === null) return <NoFile icon={FileDigit} text={t("explorer.result.no_contents")} />;
  if (body.kind === "text") return <TextBlock text={body.text} />;
  const { data } = body;
  if (data === "" || mime?.startsWith("image/") || imageType(data) !== null) {
    return <ImageBlock data={data} mime={mime ?? ""} />;
  }
  if (mime?.startsWith("audio/") && audioType(data, mime)) {
    return <AudioBlock data={data} mime={mime} />;
  }
  return (
    <>
      <NoFile
        icon={FileDigit}
        text={t("explorer.result.binary", { size: formatBytes(bytesOf(data), locale) })}
      />
      <TextBlock text={data} />
    </>
  );
}
