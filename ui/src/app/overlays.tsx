import { Suspense, useEffect } from "react";
import { LazyPalette } from "./lazy-pages";
import { closeOverlay, useOverlay } from "./overlay-store";
import { ShortcutsDialog } from "./shortcuts-dialog";

/** Draws what lies above the page. */
export function Overlays() {
  const open = useOverlay((store) => store.open);
  // A window that opens has nothing above it.
  useEffect(() => closeOverlay, []);
  return (
    <>
      {open === "palette" && (
        <Suspense fallback={null}>
          <LazyPalette onClose={closeOverlay} />
        </Suspense>
      )}
      <ShortcutsDialog open={open === "shortcuts"} onClose={closeOverlay} />
    </>
  );
}
