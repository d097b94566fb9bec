import { useParams } from "wouter";
import { WelcomePage } from "@/features/onboarding/welcome-page";
import { ImportFound } from "@/features/servers/import/import-found";
import { WELCOME_STEPS } from "@/lib/routes";

/** The first steps, with what the area of servers has to offer for them. */
export function Welcome() {
  const { step } = useParams<{ step?: string }>();
  return (
    <WelcomePage
      step={WELCOME_STEPS.find((one) => one === step) ?? "import"}
      importFound={(onDone) => <ImportFound onDone={onDone} />}
    />
  );
}
