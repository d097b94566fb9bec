/** What axe-core finds wrong with the window, as far as a page without a layout can be checked. */
import axe from "axe-core";

/** Needs colours and sizes; tokens.test.ts computes the contrast instead. */
const OFF = { "color-contrast": { enabled: false }, "target-size": { enabled: false } };

/** Every violation of the whole document: its rule, and where. */
export async function violations(): Promise<string[]> {
  // The document, not its body: only a whole page is checked for its landmarks.
  const found = await axe.run(document, { rules: OFF });
  return found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
