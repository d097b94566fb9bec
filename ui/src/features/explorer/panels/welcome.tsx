import { useTranslation } from "react-i18next";
import { PlainText } from "@/components/plain-text";
import type { CatalogView } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { useSelection } from "../catalog/use-selection";
import { History } from "../run/history";
import { keyOf, storeOf } from "../run/store";
import { selectionOf } from "../run/targets";

/** Nothing is selected: what the server says of itself, and the last calls of it. */
export function Welcome({ serverId, catalog }: { serverId: string; catalog: CatalogView }) {
  const { t } = useTranslation();
  const client = useClient();
  const [, select] = useSelection();
  return (
    <div className="flex flex-col gap-6 px-4 py-4 sm:px-6">
      <h2 className="sr-only">{t("explorer.list.label")}</h2>
      <p className="text-muted">{t("explorer.welcome.choose")}</p>
      {catalog.instructions && (
        <section className="flex flex-col gap-1">
          <h3 className="font-semibold text-section">{t("explorer.welcome.instructions")}</h3>
          <PlainText text={catalog.instructions} className="max-w-prose text-muted" />
        </section>
      )}
      <History
        serverId={serverId}
        onOpen={(record) => {
          const selection = selectionOf(record.target);
          storeOf(client)
            .getState()
            .showRecord(keyOf(serverId, selection.kind, selection.key), record);
          select(selection);
        }}
      />
    </div>
  );
}
