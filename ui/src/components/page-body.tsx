import type { ReactNode } from "react";

export interface PageBodyProps {
  /** What is in it; the page's title. */
  label: string;
  /** The reading width: of a form, or of a list. */
  width: "form" | "list";
  children: ReactNode;
}

/** What scrolls below a page's header; the keyboard scrolls it too, where it holds no control. */
export function PageBody({ label, width, children }: PageBodyProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 focus-visible:-outline-offset-2 sm:px-6"
    >
      <div className={width === "form" ? "max-w-160" : "max-w-200"}>{children}</div>
    </section>
  );
}
