import { CircleAlert, TriangleAlert } from "lucide-react";
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
  /** What is not wrong and still needs a look; shown while there is no error. */
  caution?: ReactNode;
  children: (control: FieldControl) => ReactNode;
}

/** A label, a control, and below it the error, or else the caution and the hint. */
export function Field({ label, note, hint, error, caution, children }: FieldProps) {
  const id = useId();
  const help = `${id}-help`;
  const described = Boolean(error) || Boolean(caution) || Boolean(hint);
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
          {error ? (
            <FieldError>{error}</FieldError>
          ) : (
            <>
              {caution && <FieldCaution>{caution}</FieldCaution>}
              {hint && <div className="text-muted">{hint}</div>}
            </>
          )}
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

/** What a value will lead to that nobody may want. */
export function FieldCaution({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-warn">
      <TriangleAlert aria-hidden size={13} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
