/**
 * What lies above the page. It is no state of the window's, so that opening it draws nothing
 * else anew.
 */
import { create } from "zustand";

/** One of them, or nothing. */
export type Overlay = "palette" | "shortcuts" | null;

export const useOverlay = create<{ open: Overlay }>(() => ({ open: null }));

export function openPalette(): void {
  useOverlay.setState({ open: "palette" });
}

export function openShortcuts(): void {
  useOverlay.setState({ open: "shortcuts" });
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null });
}
