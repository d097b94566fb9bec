import { FolderOpen } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";

/** Asks for a file. */
export function OpenFile({ onFile }: { onFile: (file: File) => Promise<void> }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" data-testid="import-open" onClick={() => picker.current?.click()}>
        <FolderOpen aria-hidden size={13} />
        {t("import.open_file")}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        data-testid="import-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) void onFile(file);
        }}
      />
    </>
  );
}
