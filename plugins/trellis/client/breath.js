// Long work in steps, between which the browser may draw and answer its reader.

/** @type {{ yield?: () => Promise<void> } | undefined} */
const scheduler = /** @type {any} */ (globalThis).scheduler;

/** Resolves when the browser has had its turn. @returns {Promise<void>} */
export function breath() {
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
