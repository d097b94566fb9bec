/** Whether the window runs on Windows, where a back-slash separates folders. */
export function isWindows(userAgent: string = navigator.userAgent): boolean {
  return /\bWindows\b/.test(userAgent);
}
