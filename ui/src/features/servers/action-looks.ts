/** The shape of each action, the same in the list, the menu and the page. */
import { type LucideIcon, Play, RotateCw, ShieldCheck, Square } from "lucide-react";
import type { Action } from "./model";

export const ACTION_ICONS: Record<Action, LucideIcon> = {
  start: Play,
  stop: Square,
  restart: RotateCw,
  approve: ShieldCheck,
};
