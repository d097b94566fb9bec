import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { ProblemNotice } from "@/components/problem-notice";
import { Segmented } from "@/components/segmented";
import { Switch } from "@/components/switch";
import { useToasts } from "@/components/toast-store";
import { slugOf } from "@/lib/slug";
import { useServerActions } from "../server-actions";
import { CommandFields } from "./command-fields";
import { UrlFields } from "./url-fields";
import { useAddForm } from "./use-add-form";

export interface AddServerDialogProps {
  /** Begin with the example. */
  example: boolean;
  onClose: () => void;
}

/** Adds a server. What is typed is checked and shown as it will run. */
export function AddServerDialog({ example, onClose }: AddServerDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const show = useToasts((store) => store.show);
  const { startById } = useServerActions();
  const add = useAddForm(example, (name, id) => {
    onClose();
    show({
      title: t("add.added", { name }),
      action: {
        label: t("servers.actions.start"),
        testId: "toast-start",
        run: () => startById(id, name),
      },
    });
  });
  const { form, change } = add;
  const slug = slugOf(form.name);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("add.title")}
      description={t(form.type === "url" ? "add.description_url" : "add.description")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            loading={add.sending}
            data-testid="add-server-submit"
          >
            {t("add.submit")}
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
          void add.submit();
        }}
      >
        {add.problem && <ProblemNotice title={t("add.failed")} problem={add.problem} />}
        <Field
          label={t("add.name")}
          error={add.errorOf("name")}
          hint={slug !== "" && slug !== form.name.trim() && t("add.id_preview", { id: slug })}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              data-testid="add-server-name"
              placeholder={t("add.name_placeholder")}
              value={form.name}
              onChange={(event) => change({ name: event.target.value })}
              onBlur={() => form.name !== "" && add.touch("name")}
            />
          )}
        </Field>
        <Segmented
          className="self-start"
          label={t("add.type")}
          value={form.type}
          onChange={(type) => change({ type })}
          options={[
            { value: "command", label: t("add.types.command") },
            { value: "url", label: t("add.types.url") },
          ]}
        />
        {form.type === "command" ? <CommandFields add={add} /> : <UrlFields add={add} />}
        <Switch
          label={t("add.autostart")}
          checked={form.autostart}
          onChange={(autostart) => change({ autostart })}
        />
      </form>
    </Dialog>
  );
}
