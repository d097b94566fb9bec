import { type RefObject, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useShownTitle } from "@/lib/page-title";
import { areaOf } from "./pages";

/**
 * Says the title of a page that was opened, and moves a focus that was lost with the page before
 * into it.
 */
export function RouteAnnouncer({ mainRef }: { mainRef: RefObject<HTMLElement | null> }) {
  const title = useShownTitle();
  const area = areaOf(useLocation()[0]);
  const before = useRef(area);
  const [said, setSaid] = useState("");
  useEffect(() => {
    // A page that has just opened has not said its title yet; this runs again when it has.
    if (before.current === area) return;
    before.current = area;
    if (document.activeElement === document.body) mainRef.current?.focus();
  }, [area, mainRef]);
  useEffect(() => setSaid(title), [title]);
  return (
    <div role="status" aria-live="polite" className="sr-only" data-testid="route-announcer">
      {said}
    </div>
  );
}
