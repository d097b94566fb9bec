import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Segmented } from "@/components/segmented";
import { useParam } from "@/lib/hash-location";
import { useNow } from "@/lib/use-now";
import type { Detail } from "../../model";
import { Card } from "../card";
import { HistoryList } from "./history-list";
import { SPAN_MS, SPANS, segmentsOf } from "./segments";
import { TimelineBar } from "./timeline-bar";

/** The states of a server over time, as a bar and as a list. */
export function TimelineCard({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const now = useNow();
  const [chosen, setChosen] = useParam("span");
  const span = SPANS.find((one) => one === chosen) ?? "day";
  const { history, state, since } = detail;
  const period = useMemo(() => ({ from: now - SPAN_MS[span], to: now }), [now, span]);
  const segments = useMemo(
    () => segmentsOf(history, { state, since }, period),
    [history, state, since, period],
  );
  const within = history.filter(({ at }) => Date.parse(at) >= period.from);
  return (
    <Card
      title={t("detail.history")}
      aside={
        <Segmented
          label={t("detail.span")}
          value={span}
          onChange={(next) => setChosen(next === "day" ? null : next, { replace: true })}
          options={SPANS.map((value) => ({ value, label: t(`detail.spans.${value}`) }))}
        />
      }
    >
      <TimelineBar segments={segments} period={period} span={span} />
      {within.length > 0 ? (
        <HistoryList key={span} entries={within} now={now} />
      ) : (
        <p className="text-muted">
          {t(history.length === 0 ? "detail.history_empty" : "detail.history_quiet")}
        </p>
      )}
    </Card>
  );
}
