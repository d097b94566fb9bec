import type { ReactNode } from "react";

export interface SettingRowProps {
  label: string;
  hint: ReactNode;
  /** The control that the label belongs to, where that is no part of the control itself. */
  htmlFor?: string;
  children?: ReactNode;
}

/** One setting: what it is, what it does, and at the right end what it is set to. */
export function SettingRow({ label, hint, htmlFor, children }: SettingRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-64 flex-1">
        {htmlFor ? (
          <label htmlFor={htmlFor} className="font-medium">
            {label}
          </label>
        ) : (
          <p className="font-medium">{label}</p>
        )}
        <div className="text-pretty text-muted text-small">{hint}</div>
      </div>
      {children}
    </div>
  );
}
