/**
 * A file that is dropped beside a place that takes one would be opened by the webview, and the
 * window would be gone. Such drops are refused; a place that takes files handles the event itself.
 */
export function refuseStrayDrops(page: EventTarget): void {
  const refuse = (event: Event) => {
    if (!(event instanceof DragEvent) || event.defaultPrevented) return;
    const { dataTransfer } = event;
    if (!dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    dataTransfer.dropEffect = "none";
  };
  page.addEventListener("dragover", refuse);
  page.addEventListener("drop", refuse);
}
