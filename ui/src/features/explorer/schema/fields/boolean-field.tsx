import { RadioGroup } from "radix-ui";
import { useTranslation } from "react-i18next";
import { Frame } from "./frame";
import type { KindProps } from "./shared";

/** Yes, no, or neither while it is left out. */
export function BooleanField(props: KindProps<"boolean">) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  return (
    <Frame of={props} group>
      {({ "data-testid": testId, ...control }) => (
        <RadioGroup.Root
          {...control}
          data-testid={testId}
          orientation="horizontal"
          value={typeof value === "boolean" ? String(value) : ""}
          onValueChange={(next) => onChange(next === "true")}
          className="inline-flex self-start rounded-control border border-border bg-sunken p-0.5"
        >
          {(["true", "false"] as const).map((option) => (
            <RadioGroup.Item
              key={option}
              value={option}
              data-testid={`${testId}-${option}`}
              className="inline-flex h-6.5 items-center rounded-control px-2.5 text-muted hover:text-text data-[state=checked]:bg-raised data-[state=checked]:font-medium data-[state=checked]:text-text data-[state=checked]:ring-1 data-[state=checked]:ring-border"
            >
              {t(`explorer.form.${option}`)}
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      )}
    </Frame>
  );
}
