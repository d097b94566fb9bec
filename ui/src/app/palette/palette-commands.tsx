import { ServerActionsProvider } from "@/features/servers/server-actions";
import { useKeyCommands } from "./key-commands";
import { useServerCommands } from "./server-commands";
import { useSystemCommands } from "./system-commands";
import { useWindowCommands } from "./window-commands";

/** Offers in the palette what every area of the window can do. It draws nothing. */
export function PaletteCommands() {
  useWindowCommands();
  useSystemCommands();
  useKeyCommands();
  return (
    <ServerActionsProvider>
      <ServerCommands />
    </ServerActionsProvider>
  );
}

function ServerCommands() {
  useServerCommands();
  return null;
}
