import { afterEach, describe, expect, it } from "vitest";
import { csv, svgText, xmlSafe } from "./export";

describe("CSV", () => {
  const line = (cell: string | number | null) => csv({ columns: ["a"], rows: [[cell]] }).split("\r\n").slice(1).join("\r\n");
  it("quotes what needs quotes", () => {
    expect(line('say "no", then')).toBe('"say ""no"", then"\r\n');
    expect(line("two\nlines")).toBe('"two\nlines"\r\n');
    expect(line(" blank ")).toBe('" blank "\r\n');
  });
  it("never lets a spreadsheet run a name", () => {
    expect(line("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)\r\n");
    expect(line("+1")).toBe("'+1\r\n");
    expect(line("@x")).toBe("'@x\r\n");
    expect(line("\t=1")).toBe("'\t=1\r\n");
    expect(line('-1,"x"')).toBe('"\'-1,""x"""\r\n');
  });
  it("keeps numbers numbers", () => {
    expect(line(-1.5)).toBe("-1.5\r\n");
    expect(line(null)).toBe("\r\n");
    expect(line(Number.NaN)).toBe("\r\n");
  });
  it("says that it is UTF-8", () => {
    expect(csv({ columns: ["ä"], rows: [] })).toBe("\ufeffä\r\n");
  });
});

describe("SVG", () => {
  afterEach(() => document.body.replaceChildren());
  function drawn(words: string): SVGSVGElement {
    const make = (name: string) => document.createElementNS("http://www.w3.org/2000/svg", name);
    const [svg, text] = [make("svg") as SVGSVGElement, make("text")];
    text.textContent = words;
    text.setAttribute("class", "label");
    text.setAttribute("onclick", "alert(1)");
    svg.append(text);
    document.body.append(svg);
    return svg;
  }
  it("is well-formed whatever a name holds", () => {
    const words = '</text><script>alert("x & y")</script>\u0000\ud800';
    const text = svgText(drawn(words), `A <b> & "c"`);
    const read = new DOMParser().parseFromString(text, "image/svg+xml");
    expect(read.querySelector("parsererror")).toBeNull();
    expect(read.querySelector("script")).toBeNull();
    expect(read.querySelector("text")?.textContent).toBe('</text><script>alert("x & y")</script>\ufffd\ufffd');
    expect(read.querySelector("title")?.textContent).toBe(`A <b> & "c"`);
  });
  it("brings its colours along and leaves classes behind", () => {
    const svg = drawn("a");
    (svg.firstElementChild as SVGElement).style.fill = "rgb(1, 2, 3)";
    const text = svgText(svg, "t");
    expect(text).toContain('fill="rgb(1, 2, 3)"');
    expect(text).not.toContain("class=");
    expect(text).not.toContain("onclick");
  });
  it("holds no character that XML forbids", () => {
    expect(xmlSafe("a\u0007b\ufffe🙂\udc00\n")).toBe("a\ufffdb\ufffd🙂\ufffd\n");
  });
});
