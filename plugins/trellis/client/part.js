/** What a template must have for its script. @template {Element} T @param {ParentNode} where @param {string} selector @param {new () => T} type @returns {T} */
export function part(where, selector, type) {
  const found = where.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the template of this page lacks ${selector}`);
  return found;
}
