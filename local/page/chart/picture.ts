// A chart on the page -> the same as a file that needs nothing else: colours written in, with its title, its source and a background.
import { openRuler, type Ruler } from "./ruler.ts";

/** A chart as a file. */
export interface Picture {
  /** A whole SVG document. */
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** What stands around the drawing. */
export interface PictureWords {
  readonly title: string;
  /** Where the figures come from, in a line. */
  readonly source: string;
}

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 20;
const TITLE_SIZE = 16;
const TITLE_LINE = 22;
const SOURCE_SIZE = 12;
const SOURCE_LINE = 17;
/** Bold letters are about so much wider. */
const BOLD = 1.08;
/** What the page's stylesheet decides and a file has to say itself, and what holds where nothing is said. */
const LOOKS = {
  fill: "rgb(0, 0, 0)",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-linejoin": "miter",
  "stroke-linecap": "butt",
  "paint-order": "normal",
  "font-weight": "400",
};
const TEXT_LOOKS = { "font-family": "", "font-size": "" };

/** @param drawing a chart that is on the page, in the colours in which it is seen there */
export function takePicture(drawing: SVGSVGElement, { title, source }: PictureWords): Picture {
  const page = getComputedStyle(drawing);
  const family = page.fontFamily;
  const inner = Number(drawing.getAttribute("width"));
  const titles = lines(title, inner, openRuler(family, TITLE_SIZE * BOLD));
  const sources = lines(source, inner, openRuler(family, SOURCE_SIZE));
  const top = MARGIN + titles.length * TITLE_LINE + 10;
  const below = top + Number(drawing.getAttribute("height")) + 14;
  const width = inner + MARGIN * 2;
  const height = below + sources.length * SOURCE_LINE + MARGIN;

  const root = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    xmlns: SVG,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  }))
    root.setAttribute(name, String(value));
  root.append(element("title", {}, title));
  const description = drawing.querySelector("desc")?.textContent ?? "";
  root.append(element("desc", {}, description));
  root.append(element("rect", { width, height, fill: token(page, "--bg") }));
  const text = { "font-family": family, fill: token(page, "--text") };
  titles.forEach((line, at) =>
    root.append(
      element(
        "text",
        {
          ...text,
          x: MARGIN,
          y: MARGIN + at * TITLE_LINE + TITLE_SIZE,
          "font-size": TITLE_SIZE,
          "font-weight": 600,
        },
        line,
      ),
    ),
  );
  const picture = element("g", { transform: `translate(${MARGIN} ${top})` });
  for (const child of drawing.children) {
    if (child.localName === "title" || child.localName === "desc") continue;
    picture.append(withLooks(child));
  }
  root.append(picture);
  sources.forEach((line, at) =>
    root.append(
      element(
        "text",
        {
          ...text,
          x: MARGIN,
          y: below + at * SOURCE_LINE + SOURCE_SIZE,
          "font-size": SOURCE_SIZE,
          fill: token(page, "--muted"),
        },
        line,
      ),
    ),
  );
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}

/** @returns a PNG, with twice as many pixels each way for sharp screens and print */
export async function asPng({ svg, width, height }: Picture): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error("no PNG was made")) : resolve(blob)),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A copy of an element that looks the same without the page's stylesheet. */
function withLooks(original: Element): Element {
  const copy = original.cloneNode(false) as Element;
  copy.removeAttribute("class");
  if (original.localName !== "g") {
    const style = getComputedStyle(original);
    const looks = original.localName === "text" ? { ...LOOKS, ...TEXT_LOOKS } : LOOKS;
    for (const [name, usual] of Object.entries(looks)) {
      const value = style.getPropertyValue(name);
      if (value !== "" && value !== usual) copy.setAttribute(name, value);
    }
  }
  for (const child of original.childNodes)
    copy.append(child instanceof Element ? withLooks(child) : child.cloneNode());
  return copy;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A colour of the page as it is now, light or dark. */
function token(page: CSSStyleDeclaration, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour === "" ? page.color : colour;
}

/** A text in lines that are no wider than `most` pixels, where its words allow. */
function lines(text: string, most: number, ruler: Ruler): readonly string[] {
  const found: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = found.at(-1);
    if (last !== undefined && ruler.width(`${last} ${word}`) <= most)
      found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}
