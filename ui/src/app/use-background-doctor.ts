import { useEffect } from "react";
import { useDoctor } from "@/ipc/doctor-queries";

/** How long after the start the doctor looks for the first time, milliseconds. */
const FIRST_LOOK_MS = 30_000;

/** Lets the doctor look once, when the start is long over, so that the sidebar can say what fails. */
export function useBackgroundDoctor(): void {
  const { data, refetch } = useDoctor();
  const looked = data !== undefined;
  useEffect(() => {
    if (looked) return;
    const timer = setTimeout(() => void refetch({ cancelRefetch: false }), FIRST_LOOK_MS);
    return () => clearTimeout(timer);
  }, [looked, refetch]);
}
