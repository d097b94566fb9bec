import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

/** What a control inside a field must carry. */
export interface FieldControl {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

export interface FieldProps {
  label: string;
  /** Said after the label, quietly. */
  note?: string | undefined;
  hint?: ReactNode;
  error?: string | null | undefined;
  children: (control: FieldControl) => ReactNode;
}

/** A label, a control, and below it the error or else the hint. */
export function Field({ label, note, hint, error, children }: FieldProps) {
  const id = useId();
  const help = `${id}-help`;
  const described = Boolean(error) || Boolean(hint);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {note && <span className="ml-1.5 font-normal text-muted">{note}</span>}
      </label>
      {children({
        id,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": described ? help : undefined,
      })}
      {described && (
        <div id={help} className="text-small">
          {error ? <FieldError>{error}</FieldError> : <div className="text-muted">{hint}</div>}
        </div>
      )}
    </div>
  );
}

/** What is wrong with a value. */
export function FieldError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-1.5 text-danger">
      <CircleAlert aria-hidden size={13} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
