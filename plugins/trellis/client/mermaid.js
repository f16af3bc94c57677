// Mermaid as a module of the site's own, of which the browser loads the parts that a diagram needs.

export { default } from "mermaid";
