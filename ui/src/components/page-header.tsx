import { ChevronLeft, ChevronRight } from "lucide-react";
import { createContext, Fragment, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { usePageTitle } from "@/lib/page-title";

/** A page above the shown one. */
export interface Crumb {
  label: string;
  to: string;
}

export interface PageHeaderProps {
  title: string;
  /** The pages above this one, outermost first. */
  crumbs?: readonly Crumb[];
  /** Beside the title: a state, a count. */
  aside?: ReactNode;
  /** Quiet actions first, the primary one last. */
  actions?: ReactNode;
}

const Tools = createContext<ReactNode>(null);

/** What stands at the right end of every page's header; the shell gives it. */
export const PageToolsProvider = Tools.Provider;

/** The top of a page. Its title is the window's title and is said when the page opens. */
export function PageHeader({ title, crumbs = [], aside, actions }: PageHeaderProps) {
  const { t } = useTranslation();
  const tools = useContext(Tools);
  usePageTitle(title);
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 px-4 sm:gap-4 sm:px-6">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {crumbs.length > 0 && (
          <nav aria-label={t("nav.crumbs")} className="shrink-0">
            <ol className="flex items-center gap-1 text-muted">
              {crumbs.map(({ label, to }) => (
                <Fragment key={to}>
                  <li>
                    <Link
                      href={to}
                      className="flex rounded-control px-1 py-0.5 hover:bg-hover hover:text-text"
                    >
                      <ChevronLeft aria-hidden size={16} className="sm:hidden" />
                      <span className="max-sm:sr-only">{label}</span>
                    </Link>
                  </li>
                  <li aria-hidden className="max-sm:hidden">
                    <ChevronRight size={14} />
                  </li>
                </Fragment>
              ))}
            </ol>
          </nav>
        )}
        <h1 title={title} className="min-w-0 truncate font-semibold text-title">
          {title}
        </h1>
        {aside}
      </div>
      {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      {tools && <div className="flex shrink-0 items-center gap-1">{tools}</div>}
    </header>
  );
}
