import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { useToasts } from "@/components/toast-store";
import type { ImportReport } from "@/ipc/bindings";
import { navigate } from "@/lib/hash-location";
import { Entries } from "./entries";
import { FoundList } from "./found-list";
import { Notes } from "./notes";
import { SourceField } from "./source-field";
import { useImport } from "./use-import";
import { useTake } from "./use-take";

/** Adds servers that other programs have: pasted, dropped, or found on this machine. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const show = useToasts((store) => store.show);

  const onAdded = ({ added }: ImportReport) => {
    onClose();
    const waiting = added.filter((server) => !server.approved);
    const [first] = waiting;
    show({
      title: t("import.added", { count: added.length }),
      tone: "good",
      about: "import",
      text: first && t("import.needs_approval", { count: waiting.length }),
      ...(first && {
        action: {
          label: t("import.review"),
          testId: "toast-review",
          run: () =>
            navigate(
              waiting.length === 1 ? `/servers?approve=${first.id}` : "/servers?view=attention",
            ),
        },
      }),
    });
  };

  const work = useImport(onAdded);
  const take = useTake(work.choose);
  const { chosen, preview, problem, reading, fields } = work;
  const nothing = chosen.kind === "typed" && chosen.text.trim() === "";
  const count = fields.length;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("import.title")}
      description={t("import.description")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            disabled={count === 0}
            loading={work.adding}
            data-testid="import-submit"
          >
            {count === 0 ? t("import.submit_none") : t("import.submit", { count })}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void work.add();
        }}
      >
        <SourceField chosen={chosen} take={take} onClear={work.clear} />
        {nothing && <FoundList onChoose={work.choose} onFile={take.file} />}
        {work.failed.map((one) => (
          <ProblemNotice
            key={`${one.field} ${one.message}`}
            problem={one}
            title={t("import.not_added", { name: one.field ?? "" })}
          />
        ))}
        {problem && (
          <div role="alert" data-testid="import-problem">
            <ProblemNotice problem={problem} title={t("import.unreadable")} />
          </div>
        )}
        {preview && <Notes notes={preview.notes} />}
        {preview && (
          <Entries
            preview={preview}
            reading={reading}
            fields={fields}
            addable={work.addable}
            onTick={work.tick}
          />
        )}
        <p role="status" className="sr-only">
          {reading
            ? t("import.reading")
            : preview && t("import.found_entries", { count: preview.entries.length })}
        </p>
      </form>
    </Dialog>
  );
}
