import { expect, it } from "vitest";
import { refuseStrayDrops } from "./stray-drops";

/** A drag of things of these types; jsdom has no such event. */
class Drag extends Event {
  readonly dataTransfer: { types: string[]; dropEffect: string };

  constructor(type: string, types: string[]) {
    super(type, { cancelable: true });
    this.dataTransfer = { types, dropEffect: "copy" };
  }
}

it("refuses files and lets text through", () => {
  globalThis.DragEvent ??= Drag as unknown as typeof DragEvent;
  const page = new EventTarget();
  refuseStrayDrops(page);
  for (const type of ["dragover", "drop"]) {
    const file = new Drag(type, ["Files"]);
    page.dispatchEvent(file);
    expect(file.defaultPrevented).toBe(true);
    expect(file.dataTransfer.dropEffect).toBe("none");
    const text = new Drag(type, ["text/plain"]);
    page.dispatchEvent(text);
    expect(text.defaultPrevented).toBe(false);
  }
});
