import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ShownState, shownState } from "./model";
import { useServers } from "./queries";

/** Changes said at once; more would be noise. */
const MAX_SAID = 3;

/** Says changes of state to those who do not see them. */
export function StateAnnouncer() {
  const { t } = useTranslation();
  const rows = useServers().data;
  const known = useRef<ReadonlyMap<string, ShownState> | null>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!rows) return;
    const before = known.current;
    known.current = new Map(rows.map((row) => [row.id, shownState(row)]));
    if (!before) return;
    const changed = rows.filter((row) => {
      const state = before.get(row.id);
      return state !== undefined && state !== shownState(row);
    });
    if (changed.length === 0) return;
    setSaid(
      changed
        .slice(-MAX_SAID)
        .map((row) =>
          t("servers.announce", { name: row.name, state: t(`states.${shownState(row)}`) }),
        )
        .join(". "),
    );
  }, [rows, t]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}
