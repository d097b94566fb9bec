/** After a refused attempt, the first field that is wrong is where one goes on. */
import { useEffect } from "react";

/** Moves the focus there after each attempt; `attempt` counts them, `scope` selects the form. */
export function useFocusWrong(attempt: number, scope: string): void {
  useEffect(() => {
    if (attempt === 0) return;
    const wrong = document.querySelector<HTMLElement>(
      `${scope} :is(input, textarea, button)[aria-invalid=true]`,
    );
    wrong?.focus();
  }, [attempt, scope]);
}
