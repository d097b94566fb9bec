import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { useToasts } from "@/components/toast-store";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";

/** What is shown is not all; the rest can be had as a file. */
export function SaveResult({ call, size }: { call: string; size: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const show = useToasts((store) => store.show);
  const save = useMutation({
    mutationFn: () => client.explorerSave(call),
    onSuccess: ({ path }) =>
      show({
        title: t("explorer.result.saved"),
        text: path,
        tone: "good",
        action: {
          label: t("explorer.result.show_in_folder"),
          testId: "show-in-folder",
          run: () => {
            client
              .desktopReveal(path)
              .catch((thrown) =>
                show({ title: t("explorer.result.no_folder"), problem: toProblem(thrown) }),
              );
          },
        },
      }),
    onError: ({ problem }) => show({ title: t("explorer.result.not_saved"), problem }),
  });
  return (
    <div
      data-testid="result-cut"
      className="flex flex-wrap items-center gap-3 rounded-control bg-warn-tint px-3 py-2"
    >
      <span>{t("explorer.result.cut", { size })}</span>
      <Button
        size="small"
        data-testid="result-save"
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        <Download aria-hidden size={13} />
        {t("explorer.result.save_whole")}
      </Button>
    </div>
  );
}
