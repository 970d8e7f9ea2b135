import createDomPurify from "dompurify";
import { JSDOM } from "jsdom";

/** Style properties that can only change how an element itself looks: no overlay, nothing fetched. */
const HARMLESS_STYLE =
  /^(?:color|background-color|font-(?:size|weight|style)|text-(?:align|decoration)|white-space|opacity|(?:min-|max-)?(?:width|height)|top|left|vertical-align|(?:margin|padding)(?:-\w+)?|border(?:-[\w-]+)?|fill|stroke(?:-[\w-]+)?)$/;

/** The declarations of a style attribute that are harmless, and whose values call nothing but colours. */
function harmlessStyle(style: string): string {
  return style
    .split(";")
    .map((declaration) => declaration.split(":").map((part) => part.trim()))
    .filter(
      ([property = "", value = ""]) =>
        HARMLESS_STYLE.test(property.toLowerCase()) && !/[\\(]/.test(value.replace(/\b(?:rgb|hsl)a?\(/g, "")),
    )
    .map(([property, value]) => `${property}: ${value}`)
    .join("; ");
}

const purify = createDomPurify(new JSDOM("").window);

/** Attributes that make a browser fetch something; on other elements than links, `href` does too. */
const FETCHES = new Set(["src", "srcset", "poster", "background", "xlink:href"]);

purify.addHook("uponSanitizeAttribute", (element, attribute) => {
  const { attrName, attrValue } = attribute;
  if (attrName === "style") {
    attribute.attrValue = harmlessStyle(attrValue);
    attribute.keepAttr = attribute.attrValue !== "";
  } else if (FETCHES.has(attrName) || (attrName === "href" && element.nodeName.toLowerCase() !== "a")) {
    attribute.keepAttr = /^(?:data:image\/(?:png|jpeg|gif|webp);|#)/.test(attrValue);
  }
});

/**
 * Foreign HTML or SVG made harmless: no script, handler, frame, form, style sheet, overlay, `javascript:` link
 * or picture from elsewhere survives; text, tables, drawings, embedded pictures and maths do.
 */
export function sanitize(html: string): string {
  return purify.sanitize(html, {
    USE_PROFILES: { html: true, svg: true, svgFilters: true, mathMl: true },
    FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "dialog"],
    FORBID_ATTR: ["autofocus", "popover", "contenteditable", "slot", "is"],
    ADD_TAGS: ["semantics", "annotation"],
    ADD_ATTR: ["encoding"],
  });
}
