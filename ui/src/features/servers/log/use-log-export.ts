import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";

/** Writes the whole log to a file and says where it is. */
export function useLogExport(id: string): { exporting: boolean; save: () => void } {
  const { t } = useTranslation();
  const client = useClient();
  const show = useToasts((store) => store.show);
  const [exporting, setExporting] = useState(false);

  const reveal = (path: string) => {
    client.desktopReveal(path).catch((thrown: unknown) => {
      show({ title: t("log.reveal_failed"), problem: toProblem(thrown) });
    });
  };
  const run = async () => {
    setExporting(true);
    try {
      const { path } = await client.logsExport(id);
      show({
        title: t("log.exported"),
        text: path,
        tone: "good",
        action: { label: t("log.reveal"), testId: "toast-reveal", run: () => reveal(path) },
      });
    } catch (thrown) {
      show({ title: t("log.export_failed"), problem: toProblem(thrown) });
    } finally {
      setExporting(false);
    }
  };
  return { exporting, save: () => void run() };
}
