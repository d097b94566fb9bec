import { useParams } from "wouter";
import { SERVER_TABS, type ServerTab } from "@/lib/routes";
import { ServerDrawer } from "../detail/server-drawer";
import { ServerActionsProvider } from "../server-actions";

/** The page of one server: `/servers/<id>/<tab>`. */
export function ServerPage() {
  const { id = "", tab } = useParams<{ id: string; tab?: string }>();
  return (
    <ServerActionsProvider>
      <ServerDrawer key={id} id={id} tab={tabOf(tab)} />
    </ServerActionsProvider>
  );
}

function tabOf(tab: string | undefined): ServerTab {
  return SERVER_TABS.find((one) => one === tab) ?? "overview";
}
