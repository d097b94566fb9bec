import { TriangleAlert } from "lucide-react";
import type { Problem } from "@/ipc/bindings";
import { visible } from "@/lib/visible";

/** What is wrong with a text and did not prevent its reading. */
export function Notes({ notes }: { notes: readonly Problem[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2" data-testid="import-notes">
      {notes.map((note) => (
        <li key={note.message} className="flex gap-2.5 rounded-card bg-warn-tint px-3 py-2.5">
          <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-warn" />
          <div className="min-w-0">
            <p className="break-words">{visible(note.message)}</p>
            {note.hint && <p className="mt-0.5 break-words text-muted">{visible(note.hint)}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
