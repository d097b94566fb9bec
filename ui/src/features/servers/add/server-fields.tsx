import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { ProblemNotice } from "@/components/problem-notice";
import { Segmented } from "@/components/segmented";
import { Switch } from "@/components/switch";
import { TagInput } from "@/components/tag-input";
import { slugOf } from "@/lib/slug";
import { tagsOf } from "../model";
import { useServers } from "../queries";
import { AdvancedFields } from "./advanced-fields";
import { CommandFields } from "./command-fields";
import { UrlFields } from "./url-fields";
import { type ServerFormState, sentenceOf } from "./use-server-form";

export interface ServerFieldsProps {
  form: ServerFormState;
  /** Show everything at once. */
  expanded?: boolean;
}

/** Every field of a server, and what is wrong with each. */
export function ServerFields({ form, expanded = false }: ServerFieldsProps) {
  const { t } = useTranslation();
  const { values, change } = form;
  const rows = useServers().data ?? [];
  const slug = slugOf(values.name);
  return (
    <form
      id={form.id}
      data-testid="add-server-form"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.problems.map((problem) => (
        <ProblemNotice
          key={`${problem.code} ${problem.message}`}
          title={t(form.editing ? "add.save_failed" : "add.failed")}
          problem={problem}
        />
      ))}
      <Field
        label={t("add.name")}
        error={form.errorOf("name")}
        caution={sentenceOf(form.cautionOf("name"))}
        hint={
          !form.editing &&
          slug !== "" &&
          slug !== values.name.trim() &&
          t("add.id_preview", { id: slug })
        }
      >
        {(control) => (
          <Input
            {...control}
            autoFocus={!expanded}
            data-testid="add-server-name"
            placeholder={t("add.name_placeholder")}
            value={values.name}
            onChange={(event) => change({ name: event.target.value })}
            onBlur={() => values.name !== "" && form.touch("name")}
          />
        )}
      </Field>
      <Segmented
        className="self-start"
        label={t("add.type")}
        value={values.type}
        onChange={(type) => change({ type })}
        options={[
          { value: "command", label: t("add.types.command") },
          { value: "url", label: t("add.types.url") },
        ]}
      />
      {values.type === "command" ? <CommandFields form={form} /> : <UrlFields form={form} />}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field
          label={t("add.description_label")}
          note={t("add.optional")}
          error={form.errorOf("description")}
        >
          {(control) => (
            <Input
              {...control}
              data-testid="add-server-description"
              placeholder={t("add.description_placeholder")}
              value={values.description}
              onChange={(event) => change({ description: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("add.tags")} note={t("add.optional")} error={form.errorOf("tags")}>
          {(control) => (
            <TagInput
              {...control}
              data-testid="add-server-tags"
              placeholder={t("add.tags_placeholder")}
              tags={values.tags}
              suggestions={tagsOf(rows).map(({ tag }) => tag)}
              onChange={(tags) => change({ tags })}
            />
          )}
        </Field>
      </div>
      <Switch
        label={t("add.autostart")}
        checked={values.autostart}
        onChange={(autostart) => change({ autostart })}
      />
      <AdvancedFields form={form} open={expanded} />
    </form>
  );
}
