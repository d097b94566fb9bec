import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "@/lib/copy-text";
import { IconButton } from "./icon-button";
import { useToasts } from "./toast-store";

/** How long the tick stays, milliseconds. */
const TICK_MS = 1_500;

export interface CopyButtonProps {
  text: string;
  label?: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const show = useToasts((store) => store.show);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), TICK_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (await copyText(text)) setCopied(true);
    else show({ title: t("common.copy_failed") });
  };
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? t("common.copied") : (label ?? t("common.copy"))}
      size="small"
      onClick={() => void copy()}
    />
  );
}
