/** How a text comes into the dialog: typed, pasted, dropped or from a file. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Chosen, MAX_FILE_BYTES, MAX_TYPED } from "./model";

export interface Take {
  /** A text; `name` says what it is where it is too long to be shown. */
  text: (text: string, name: string) => void;
  file: (file: File) => Promise<void>;
  /** Why the last file was not taken. */
  refused: string | null;
}

export function useTake(onChoose: (chosen: Chosen) => void): Take {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<string | null>(null);

  const take = (text: string, name: string) => {
    setRefused(null);
    onChoose(text.length > MAX_TYPED ? { kind: "text", name, text } : { kind: "typed", text });
  };

  const takeFile = async (file: File) => {
    if (file.size > MAX_FILE_BYTES) {
      setRefused(t("import.too_large", { name: file.name, max: MAX_FILE_BYTES / 1024 / 1024 }));
      return;
    }
    try {
      take(await textOf(file), file.name);
    } catch {
      setRefused(t("import.file_unreadable", { name: file.name }));
    }
  };

  return { text: take, file: takeFile, refused };
}

function textOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsText(file);
  });
}
