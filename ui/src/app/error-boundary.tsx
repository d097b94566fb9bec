import { RotateCcw } from "lucide-react";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { ProblemNotice } from "@/components/problem-notice";
import { toProblem } from "@/ipc/errors";

interface State {
  thrown: unknown;
  failed: boolean;
}

/** Shows what a page threw instead of a blank window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { thrown: null, failed: false };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown, failed: true };
  }

  override render() {
    return this.state.failed ? <Crashed thrown={this.state.thrown} /> : this.props.children;
  }
}

function Crashed({ thrown }: { thrown: unknown }) {
  const { t } = useTranslation();
  const problem = { ...toProblem(thrown), hint: t("app.crashed.hint") };
  return (
    <div role="alert" className="mx-auto w-full max-w-160 p-6 pt-16">
      <ProblemNotice
        title={t("app.crashed.title")}
        problem={problem}
        action={
          <Button size="small" onClick={() => window.location.reload()}>
            <RotateCcw aria-hidden size={13} />
            {t("app.crashed.reload")}
          </Button>
        }
      />
    </div>
  );
}
