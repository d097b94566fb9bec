import { VolumeX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { formatBytes } from "@/lib/format";
import { visible } from "@/lib/visible";
import type { ImageBlockProps } from "./image-block";
import { audioType, bytesOf } from "./images";
import { NoFile } from "./no-file";

/** A sound, to be played. */
export function AudioBlock({ data, mime }: ImageBlockProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [broken, setBroken] = useState(false);
  const type = audioType(data, mime);
  if (data === "") return <NoFile icon={VolumeX} text={t("explorer.result.left_out")} />;
  if (type === null || broken) {
    return (
      <NoFile icon={VolumeX} text={t("explorer.result.no_audio", { type: visible(mime) || "—" })} />
    );
  }
  return (
    <figure className="flex flex-col items-start gap-1">
      {/* biome-ignore lint/a11y/useMediaCaption: a server's sound comes without captions */}
      <audio
        controls
        preload="metadata"
        aria-label={t("explorer.result.audio")}
        data-testid="result-audio"
        src={`data:${type};base64,${data}`}
        onError={() => setBroken(true)}
        className="max-w-full"
      />
      <figcaption className="text-muted text-small">
        {`${type} · ${formatBytes(bytesOf(data), locale)}`}
      </figcaption>
    </figure>
  );
}
