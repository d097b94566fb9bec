/** What the palette lists, in groups. Only what fits is drawn: there may be thousands. */
import { PALETTE_GROUPS, type PaletteCommand, type PaletteGroup } from "@/lib/palette";
import { type Candidate, search } from "./rank";

/** Commands drawn at most. */
export const MAX_DRAWN = 50;

/** Commands that are in sight when the palette opens. */
export const FIRST_DRAWN = 14;

export interface Section {
  group: "recent" | PaletteGroup;
  commands: readonly PaletteCommand[];
}

export interface Sections {
  sections: readonly Section[];
  /** How many fit; those beyond `MAX_DRAWN` are not in the sections. */
  total: number;
}

/** Without a search: what was used lately, then everything by its group; the first `limit`. */
export function browse(
  commands: readonly PaletteCommand[],
  recent: readonly string[],
  limit = MAX_DRAWN,
): Sections {
  const byId = new Map(commands.map((command) => [command.id, command]));
  const used = recent.flatMap((id) => byId.get(id) ?? []);
  const rest = commands.filter((command) => !command.onlySearched && !used.includes(command));
  const sections: Section[] = [
    { group: "recent", commands: used },
    ...PALETTE_GROUPS.map((group) => ({
      group,
      commands: rest.filter((command) => command.group === group),
    })),
  ];
  return cut(sections, used.length + rest.length, limit);
}

/** With a search: what fits, the group with the best fit first. */
export function find(
  candidates: readonly Candidate[],
  query: string,
  recent: readonly string[],
): Sections {
  const found = search(candidates, query, recent);
  const drawn = found.slice(0, MAX_DRAWN);
  const groups = [...new Set(drawn.map((command) => command.group))];
  const sections = groups.map((group) => ({
    group,
    commands: drawn.filter((command) => command.group === group),
  }));
  return { sections, total: found.length };
}

function cut(sections: readonly Section[], total: number, limit: number): Sections {
  let room = limit;
  const fitting = sections.map(({ group, commands }) => {
    const drawn = commands.slice(0, room);
    room -= drawn.length;
    return { group, commands: drawn };
  });
  return { sections: fitting.filter(({ commands }) => commands.length > 0), total };
}
