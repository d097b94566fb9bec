import { Eye, EyeOff, Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import type { MendRequest } from "@/ipc/bindings";

export interface SetVariableProps {
  /** The variable that has no value. */
  name: string;
  busy: boolean;
  onSet: (request: MendRequest) => void;
}

/** Asks for the value of a variable. It may be a secret, so it is not shown unless one asks. */
export function SetVariable({ name, busy, onSet }: SetVariableProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState("");
  const [shown, setShown] = useState(false);
  return (
    <form
      className="w-full max-w-120"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== "" && !busy) onSet({ kind: "set_variable", name, value });
      }}
    >
      <Field label={t("detail.mend.value_of", { name })} hint={t("detail.mend.value_hint")}>
        {(control) => (
          <div className="flex flex-wrap items-center gap-2">
            <div className="relative min-w-48 flex-1">
              <Input
                {...control}
                type={shown ? "text" : "password"}
                autoComplete="off"
                spellCheck={false}
                data-testid="mend-value"
                value={value}
                onChange={(event) => setValue(event.target.value)}
                className="pr-9 font-mono"
              />
              <IconButton
                icon={shown ? EyeOff : Eye}
                size="small"
                label={t(shown ? "detail.mend.hide" : "detail.mend.reveal")}
                pressed={shown}
                className="absolute top-1 right-1"
                onClick={() => setShown((before) => !before)}
              />
            </div>
            <Button
              variant="primary"
              type="submit"
              loading={busy}
              disabled={value === ""}
              data-testid="mend-set"
            >
              <Play aria-hidden size={14} />
              {t("detail.mend.set")}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
