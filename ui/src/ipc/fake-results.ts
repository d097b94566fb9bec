/** What calls of the fake's servers answer. */
import type { CallTarget } from "./bindings";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC";

function text(value: string) {
  return { type: "text", text: value };
}

/** Half a second of a tone, as a WAVE file of one channel and 8 bits. */
function wave(): string {
  const rate = 8_000;
  const samples = rate / 2;
  const word = (value: number, size: number) =>
    Array.from({ length: size }, (_, i) => String.fromCharCode((value >>> (8 * i)) & 255)).join("");
  const format = [word(1, 2), word(1, 2), word(rate, 4), word(rate, 4), word(1, 2), word(8, 2)];
  const tone = Array.from({ length: samples }, (_, i) =>
    String.fromCharCode(Math.round(128 + 60 * Math.sin((i / rate) * 2 * Math.PI * 440))),
  );
  return btoa(
    `RIFF${word(36 + samples, 4)}WAVEfmt ${word(16, 4)}${format.join("")}data${word(samples, 4)}${tone.join("")}`,
  );
}

/** A result of a tool that needs nothing but its arguments; `null` where there is none such. */
export function toolResult(name: string, given: Record<string, unknown>): unknown {
  switch (name) {
    case "echo":
      return { content: [text(`Echo: ${String(given.message)}`)] };
    case "get-sum":
      return {
        content: [
          text(`The sum of ${given.a} and ${given.b} is ${Number(given.a) + Number(given.b)}.`),
        ],
      };
    case "get-structured-content": {
      const weather = { temperature: 33, conditions: "Cloudy", humidity: 82 };
      return { content: [text(JSON.stringify(weather))], structuredContent: weather };
    }
    case "get-tiny-image":
      return {
        content: [
          text("Here's the image you requested:"),
          { type: "image", data: PNG, mimeType: "image/png" },
          { type: "image", data: "bm90IGFuIGltYWdl", mimeType: "image/png" },
        ],
      };
    case "get-tiny-sound":
      return { content: [{ type: "audio", data: wave(), mimeType: "audio/wav" }] };
    case "get-resource-links":
      return {
        content: [
          text("Here are 2 resource links to resources available in this server:"),
          {
            type: "resource_link",
            uri: "demo://resource/dynamic/text/1",
            name: "Text Resource 1",
            description: "Resource 1: plaintext resource",
          },
          {
            type: "resource",
            resource: {
              uri: "demo://resource/dynamic/text/2",
              mimeType: "text/plain",
              text: "Resource 2: this came along.",
            },
          },
        ],
      };
    case "get-odd-text":
      return {
        content: [
          text("red: \u001b[31mred\u001b[0m\nbell: \u0007\nevil: \u202egnp.exe\u202c\nשלום عربي\n"),
        ],
      };
    case "get-error":
      return { content: [text("The file /etc/shadow cannot be read.")], isError: true };
    case "get-everything-large":
      return { content: [text("0123456789abcdef ".repeat(15_000))] };
    default:
      return { content: [text(JSON.stringify({ called: name, arguments: given }))] };
  }
}

/** What a call of anything answers. */
export function resultOf(target: CallTarget): unknown {
  switch (target.kind) {
    case "tool":
      return toolResult(target.name, { ...(target.arguments as object) });
    case "resource":
      return {
        contents: [
          {
            uri: target.uri,
            mimeType: "text/markdown",
            text: `# ${target.uri.split("/").at(-1)}\n\nThis is what the resource holds.\n`,
          },
        ],
      };
    case "prompt":
      return {
        description: "A prompt of the fake.",
        messages: [
          {
            role: "user",
            content: text(`${target.name}: ${JSON.stringify(target.arguments)}`),
          },
        ],
      };
  }
}
