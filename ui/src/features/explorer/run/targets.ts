/** What a call called. */
import type { CallTarget } from "@/ipc/bindings";
import type { Selection } from "../catalog/use-selection";
import { isMatch } from "../panels/uri-template";

/** Whether a call was one of a thing; of a template: whether the URI is one of its. */
export function isOf(selection: Selection): (target: CallTarget) => boolean {
  return (target) => {
    switch (selection.kind) {
      case "tool":
      case "prompt":
        return target.kind === selection.kind && target.name === selection.key;
      case "resource":
        return target.kind === "resource" && target.uri === selection.key;
      case "template":
        return target.kind === "resource" && isMatch(selection.key, target.uri);
      case "aside":
        return false;
    }
  };
}

/** Where a call is looked at. */
export function selectionOf(target: CallTarget): Selection {
  return target.kind === "resource"
    ? { kind: "resource", key: target.uri }
    : { kind: target.kind, key: target.name };
}
