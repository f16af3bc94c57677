// What is asked for, as it stands in the address.

/** @typedef {"from" | "to"} End */
/** @type {End[]} */
export const ENDS = ["from", "to"];

/** What the address asks for. @returns {Record<End, string>} */
export function asked() {
  const words = new URLSearchParams(location.search);
  return { from: words.get("from") ?? "", to: words.get("to") ?? "" };
}

/** The address, behind that of the page, that asks for a path. @param {string} from @param {string} to */
export function asking(from, to) {
  return `?from=${encoded(from)}&to=${encoded(to)}`;
}

/** Slashes may stand as they are behind the question mark, so that the address can be read. @param {string} words */
function encoded(words) {
  return encodeURIComponent(words).replaceAll("%2F", "/");
}
