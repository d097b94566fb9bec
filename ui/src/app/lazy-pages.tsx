/**
 * Pages that are not the first to be seen, each a file of its own. They are read from the disk as
 * soon as the window has nothing else to do, so that opening one does not wait for it.
 */
import { lazy, useEffect } from "react";

const load = {
  palette: () => import("@/features/palette/palette"),
  server: () => import("./server-route"),
  keys: () => import("@/features/keys/keys-page"),
  notices: () => import("@/features/notices/notices-page"),
  doctor: () => import("@/features/doctor/doctor-page"),
  settings: () => import("@/features/settings/settings-page"),
  welcome: () => import("./welcome"),
};

export const LazyPalette = lazy(async () => ({ default: (await load.palette()).Palette }));
export const LazyServerRoute = lazy(async () => ({ default: (await load.server()).ServerRoute }));
export const LazyKeysPage = lazy(async () => ({ default: (await load.keys()).KeysPage }));
export const LazyNoticesPage = lazy(async () => ({ default: (await load.notices()).NoticesPage }));
export const LazyDoctorPage = lazy(async () => ({ default: (await load.doctor()).DoctorPage }));
export const LazySettingsPage = lazy(async () => ({
  default: (await load.settings()).SettingsPage,
}));
export const LazyWelcome = lazy(async () => ({ default: (await load.welcome()).Welcome }));

/** Time for the first page to be drawn and filled, milliseconds. */
const SETTLED_MS = 400;

/** Reads every page ahead of its use. */
export function useIdlePreload(): void {
  useEffect(() => {
    let ended = false;
    const preload = async () => {
      for (const page of [
        load.palette,
        load.server,
        load.keys,
        load.notices,
        load.doctor,
        load.settings,
      ]) {
        if (ended) return;
        await page();
      }
    };
    const timer = setTimeout(() => {
      // One that cannot be read now is asked for again when it is opened.
      preload().catch(() => {});
    }, SETTLED_MS);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
}
