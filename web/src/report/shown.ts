// Text of reports is hostile: characters that could turn, hide or break what a reader sees are shown as symbols. Every symbol is one code
// unit for one code unit, so that offsets into what is shown are offsets into the text.

const SHOWN = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff";
const CONTROL = new RegExp(`[${SHOWN}\\ud800-\\udfff]`);
const LONE = "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]";
const EACH = new RegExp(`[${SHOWN}]|${LONE}`, "g");

function symbol(char: string): string {
  const code = char.charCodeAt(0);
  if (code === 0x0d && char.length === 1) return "\u240d";
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code === 0x2028 || code === 0x2029) return "\u2424";
  if (code >= 0x202a && code <= 0x2069) return "\u21c4"; // a change of direction
  if (code === 0xfeff) return "\u200b";
  return "\ufffd";
}

/** The text with every control character, change of direction and lone surrogate replaced by a visible one of the same length. */
export function shown(text: string): string {
  if (!CONTROL.test(text)) return text;
  return text.replace(EACH, (char, at: number) => (char === "\r" && text[at + 1] === "\n" ? "\u200b" : symbol(char)));
}

/** `shown` for names on labels: one line, at most `most` characters. */
export function label(text: string, most = 60): string {
  const line = shown(text).replace(/\s+/g, " ").trim();
  const chars = Array.from(line);
  return chars.length > most
    ? `${chars
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : line;
}
