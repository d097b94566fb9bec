/** Whether the window runs on Windows, where a back-slash separates folders. */
export function isWindows(userAgent: string = navigator.userAgent): boolean {
  return /\bWindows\b/.test(userAgent);
}

/** Whether the window runs on a Mac, where ⌘ is the command key. */
export function isMac(userAgent: string = navigator.userAgent): boolean {
  return /\bMacintosh\b/.test(userAgent);
}
