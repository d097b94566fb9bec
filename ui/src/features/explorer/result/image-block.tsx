import { ImageOff } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocale } from "@/i18n/use-locale";
import { formatBytes } from "@/lib/format";
import { visible } from "@/lib/visible";
import { bytesOf, imageType } from "./images";
import { NoFile } from "./no-file";

export interface ImageBlockProps {
  /** The file as base64. */
  data: string;
  /** What the server says that it is. */
  mime: string;
}

/** An image on a chequered ground, with its size. One that is none says so. */
export function ImageBlock({ data, mime }: ImageBlockProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [broken, setBroken] = useState(false);
  const type = imageType(data);
  // What stands in the page itself may be there before anybody listens.
  const measure = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth > 0) {
      setSize({ width: image.naturalWidth, height: image.naturalHeight });
    }
  }, []);
  if (data === "") return <NoFile icon={ImageOff} text={t("explorer.result.left_out")} />;
  if (type === null || broken) {
    return (
      <NoFile
        icon={ImageOff}
        text={t("explorer.result.no_image", { type: visible(mime) || "—" })}
      />
    );
  }
  const facts = [
    size && `${size.width} × ${size.height}`,
    type,
    formatBytes(bytesOf(data), locale),
  ].filter(Boolean);
  return (
    <figure className="flex flex-col items-start gap-1">
      <img
        src={`data:${type};base64,${data}`}
        alt={t("explorer.result.image")}
        data-testid="result-image"
        ref={measure}
        onLoad={({ currentTarget }) => measure(currentTarget)}
        onError={() => setBroken(true)}
        className="chequered max-h-[60vh] max-w-full rounded-control border border-border object-contain"
      />
      <figcaption className="text-muted text-small tabular-nums">{facts.join(" · ")}</figcaption>
    </figure>
  );
}
