import { Eye, EyeOff } from "lucide-react";
import {
  type ClipboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { CONTROL } from "@/components/input";
import { cx } from "@/lib/cx";

/** The only way to what is typed. */
export interface SecretHandle {
  read: () => string;
  clear: () => void;
  focus: () => void;
}

export interface SecretFieldProps {
  ref: Ref<SecretHandle>;
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** What is typed changed. Whoever hears it keeps nothing of it. */
  onInput: (value: string) => void;
  autoFocus?: boolean;
  /** Takes several lines too, such as a certificate's. */
  lines?: boolean;
  testId: string;
}

type Control = HTMLInputElement | HTMLTextAreaElement;

/**
 * A value that nobody else should see. It lives in the control alone, never in React's state or in
 * an attribute, and is gone from there when the control goes.
 */
export function SecretField({
  ref,
  label,
  hint,
  error,
  onInput,
  autoFocus = false,
  lines = false,
  testId,
}: SecretFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [tall, setTall] = useState(false);
  const [broken, setBroken] = useState(false);
  const control = useRef<Control>(null);
  // What is typed, on its way from one shape of the control to the other.
  const carried = useRef<string | null>(null);

  const attach = useCallback((element: Control | null) => {
    control.current = element;
    return () => {
      if (element) element.value = "";
      control.current = null;
    };
  }, []);

  useImperativeHandle(
    ref,
    () => ({
      read: () => control.current?.value ?? "",
      clear: () => {
        if (control.current) control.current.value = "";
        setShown(false);
        setTall(false);
        setBroken(false);
      },
      focus: () => control.current?.focus(),
    }),
    [],
  );

  const hear = (value: string) => {
    setBroken(value.includes("\n"));
    onInput(value);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the control is another one since
  useLayoutEffect(() => {
    if (carried.current === null || !control.current) return;
    control.current.value = carried.current;
    carried.current = null;
    control.current.focus();
    hear(control.current.value);
  }, [tall]);

  const reshape = (value: string, toTall: boolean) => {
    carried.current = value;
    setTall(toTall);
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!lines || !/\S[^\S\n]*\r?\n\s*\S/.test(text)) return;
    // A single line would swallow the breaks.
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const from = selectionStart ?? value.length;
    reshape(value.slice(0, from) + text + value.slice(selectionEnd ?? from), true);
  };

  const field = (
    <Field label={label} hint={hint} error={error}>
      {(given) => {
        const props = {
          ...given,
          ref: attach,
          autoFocus,
          autoComplete: "off",
          autoCapitalize: "off",
          autoCorrect: "off",
          spellCheck: false,
          "data-testid": testId,
          onInput: (event: { currentTarget: Control }) => hear(event.currentTarget.value),
        };
        return (
          <div className="relative">
            {tall ? (
              <textarea
                {...props}
                rows={6}
                className={cx(
                  CONTROL,
                  "block resize-none py-1.5 pr-10 font-mono text-small",
                  !shown && "[-webkit-text-security:disc]",
                )}
              />
            ) : (
              <input
                {...props}
                type={shown ? "text" : "password"}
                onPaste={onPaste}
                className={cx(CONTROL, "h-8 pr-10 font-mono")}
              />
            )}
            <IconButton
              icon={shown ? EyeOff : Eye}
              label={shown ? t("keys.form.hide") : t("keys.form.show")}
              size="small"
              className="absolute top-1 right-1"
              data-testid={`${testId}-show`}
              onClick={() => setShown(!shown)}
            />
          </div>
        );
      }}
    </Field>
  );
  if (!lines) return field;
  return (
    <div className="flex flex-col items-start gap-1">
      <div className="w-full">{field}</div>
      <button
        type="button"
        data-testid={`${testId}-lines`}
        // A value of several lines has no place in one.
        disabled={tall && broken}
        onClick={() => reshape(control.current?.value ?? "", !tall)}
        className="rounded-control text-accent-text text-small hover:underline disabled:hidden"
      >
        {t(tall ? "keys.form.one_line" : "keys.form.several_lines")}
      </button>
    </div>
  );
}
