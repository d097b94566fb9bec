import { Plus } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Keys } from "@/components/keys";
import { navigate } from "@/lib/hash-location";
import { paths } from "@/lib/routes";

/** The end: where to go now. */
export function DoneStep({ imported }: { imported: number }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="mt-1 text-pretty text-muted">
        <Trans i18nKey="onboarding.done.text" components={{ keys: <Keys of="palette" /> }} />
      </p>
      <div className="mt-5 flex flex-wrap gap-3">
        {imported > 0 ? (
          <Button
            variant="primary"
            data-testid="welcome-done"
            onClick={() => navigate(paths.attention())}
          >
            {t("onboarding.done.review")}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              data-testid="welcome-add"
              onClick={() => navigate(paths.addServer())}
            >
              <Plus aria-hidden size={15} />
              {t("onboarding.done.add")}
            </Button>
            <Button data-testid="welcome-done" onClick={() => navigate(paths.servers())}>
              {t("onboarding.done.to_servers")}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
