import { useCallback, useInsertionEffect, useRef } from "react";

/**
 * Gives the focus back to what had it when something above the page was opened. Returns what to do
 * when it closes; what is gone by then, such as an item of a menu, gets none.
 */
export function useOpener(open: boolean): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  // The only moment before a field of what opens takes the focus.
  useInsertionEffect(() => {
    if (open) opener.current = document.activeElement;
  }, [open]);
  return useCallback((event: Event) => {
    const { current } = opener;
    if (!(current instanceof HTMLElement) || !current.isConnected) return;
    event.preventDefault();
    current.focus();
  }, []);
}
