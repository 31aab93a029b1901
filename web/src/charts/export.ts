// A chart as a file: the data drawn as CSV, the drawing as SVG or PNG. Made in the browser, nothing is sent.

export type Cell = string | number | null;
export interface Data {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** RFC 4180 with a byte-order mark. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csv(data: Data): string {
  const line = (cells: readonly Cell[]) => cells.map(field).join(",");
  return `\ufeff${[data.columns, ...data.rows].map(line).join("\r\n")}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What XML 1.0 cannot hold at all, not even escaped, as U+FFFD. */
export function xmlSafe(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}

const KEPT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "paint-order", "vector-effect",
  "visibility", "text-decoration-line",
] as const;

/** The drawing on its own: computed styles become attributes, since the page's style sheet does not come along. */
export function svgText(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [theirs, ours] = [[svg, ...svg.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
  ours.forEach((element, index) => {
    const from = theirs[index];
    if (!from) return;
    const style = getComputedStyle(from);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      const plain = value === "" || value === "normal" || value === "none";
      if (!plain || name === "fill" || name === "stroke") element.setAttribute(name, value || "none");
    }
    for (const name of ["class", "tabindex", "role", "style", "aria-label", "aria-hidden", "aria-selected", "aria-pressed", "aria-roledescription"]) element.removeAttribute(name);
    for (const { name } of [...element.attributes]) if (name.startsWith("on")) element.removeAttribute(name);
    if (style.display === "none") element.setAttribute("display", "none");
  });
  const box = svg.getBoundingClientRect();
  const [width, height] = [Math.max(1, Math.round(box.width)), Math.max(1, Math.round(box.height))];
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const make = (name: string) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const ground = make("rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  const own = getComputedStyle(svg).backgroundColor;
  const page = getComputedStyle(document.documentElement).getPropertyValue("--surface").trim() || "#ffffff";
  ground.setAttribute("fill", own === "" || own === "transparent" || own.startsWith("rgba(0, 0, 0, 0") ? page : own);
  const heading = make("title");
  heading.textContent = title;
  copy.prepend(heading, ground);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlSafe(new XMLSerializer().serializeToString(copy))}\n`;
}

/** Twice the size on screen, for print. Rejects where the browser cannot draw it. */
export async function png(svg: SVGSVGElement, title: string, scale = 2): Promise<Blob> {
  const box = svg.getBoundingClientRect();
  const address = URL.createObjectURL(new Blob([svgText(svg, title)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(box.width * scale);
    canvas.height = Math.ceil(box.height * scale);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("The browser gives no canvas.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
