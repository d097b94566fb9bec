import { Braces, ClipboardCopy, RotateCw, Stethoscope, Table2 } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { DropdownMenu, MenuItem } from "@/components/dropdown-menu";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { HeaderAction } from "@/components/header-action";
import { IconButton } from "@/components/icon-button";
import { PageBody } from "@/components/page-body";
import { PageHeader } from "@/components/page-header";
import { useToasts } from "@/components/toast-store";
import type { DoctorReport } from "@/ipc/bindings";
import { useDoctor, useDoctorFix } from "@/ipc/doctor-queries";
import { toProblem } from "@/ipc/errors";
import { copyText } from "@/lib/copy-text";
import { useCheckName } from "./check-names";
import { CheckRow } from "./check-row";
import { DoctorSkeleton } from "./doctor-skeleton";
import { grouped } from "./groups";
import { reportAsCsv, reportAsJson } from "./report-text";
import { Summary } from "./summary";

/** The page of the doctor: what the console stands on, looked at anew each time it opens. */
export function DoctorPage() {
  const { t } = useTranslation();
  const doctor = useDoctor();
  const { data: report, refetch } = doctor;
  // One that runs already is good enough.
  useEffect(() => void refetch({ cancelRefetch: false }), [refetch]);
  const running = doctor.isFetching;
  return (
    <>
      <PageHeader
        title={t("doctor.title")}
        actions={
          <>
            {report && <CopyReport report={report} />}
            <HeaderAction
              variant="primary"
              icon={RotateCw}
              label={t("doctor.run")}
              loading={running}
              onClick={() => void refetch({ cancelRefetch: false })}
              data-testid="doctor-run"
            />
          </>
        }
      />
      <PageBody label={t("doctor.title")} width="list">
        <div className="flex flex-col gap-5">
          {!report && running && <DoctorSkeleton />}
          {doctor.error && !running && (
            <ErrorState
              title={t("doctor.load_failed")}
              problem={toProblem(doctor.error)}
              onRetry={() => void refetch()}
            />
          )}
          {report && <Report report={report} at={doctor.dataUpdatedAt} running={running} />}
        </div>
      </PageBody>
    </>
  );
}

interface ReportProps {
  report: DoctorReport;
  at: number;
  running: boolean;
}

function Report({ report, at, running }: ReportProps) {
  const { t } = useTranslation();
  const nameOf = useCheckName();
  const fix = useDoctorFix();
  const show = useToasts((store) => store.show);
  if (report.checks.length === 0) {
    return (
      <EmptyState
        icon={Stethoscope}
        title={t("doctor.empty.title")}
        sentence={t("doctor.empty.sentence")}
      />
    );
  }
  const apply = (id: string) => {
    const name = nameOf(id);
    fix.mutate(id, {
      onSuccess: (after) => {
        const mended = after.checks.every((check) => check.id !== id || check.status === "ok");
        show({
          title: t(mended ? "doctor.applied" : "doctor.apply_unsolved", { name }),
          tone: mended ? "good" : "bad",
        });
      },
      onError: (thrown) =>
        show({ title: t("doctor.apply_failed", { name }), problem: toProblem(thrown) }),
    });
  };
  return (
    <>
      <Summary report={report} at={at} running={running || fix.isPending} />
      {grouped(report.checks).map(({ group, checks }) => (
        <section key={group} aria-labelledby={`doctor-${group}`}>
          <h2 id={`doctor-${group}`} className="mb-2 font-semibold text-section">
            {t(`doctor.groups.${group}`)}
          </h2>
          <ul className="divide-y divide-border rounded-card border border-border bg-raised">
            {checks.map((check) => (
              <CheckRow
                key={check.id}
                check={check}
                applying={fix.isPending && fix.variables === check.id}
                busy={running || fix.isPending}
                onApply={() => apply(check.id)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function CopyReport({ report }: { report: DoctorReport }) {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const copy = async (text: string) => {
    const copied = await copyText(text);
    show({ title: t(copied ? "doctor.copied" : "common.copy_failed") });
  };
  return (
    <DropdownMenu
      trigger={
        <IconButton icon={ClipboardCopy} label={t("doctor.copy")} data-testid="doctor-copy" />
      }
    >
      <MenuItem
        icon={Braces}
        label={t("doctor.copy_json")}
        data-testid="doctor-copy-json"
        onSelect={() => void copy(reportAsJson(report))}
      />
      <MenuItem
        icon={Table2}
        label={t("doctor.copy_csv")}
        data-testid="doctor-copy-csv"
        onSelect={() => void copy(reportAsCsv(report))}
      />
    </DropdownMenu>
  );
}
