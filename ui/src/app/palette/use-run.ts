import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import { toProblem } from "@/ipc/errors";

/** Runs something that a command asks of the console; where it fails, that is shown. */
export function useRun(): (label: string, ask: () => Promise<unknown>) => void {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  return useCallback(
    (label, ask) => {
      ask().catch((thrown: unknown) => {
        show({ title: t("palette.failed", { label }), problem: toProblem(thrown) });
      });
    },
    [show, t],
  );
}
