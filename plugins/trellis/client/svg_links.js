/**
 * Links in drawings, for Material's instant navigation: it sets the `href` of whatever has one to what it is, and that of
 * a link in SVG cannot be set. There is nothing to set: it is resolved when it is followed.
 */

const href = Object.getOwnPropertyDescriptor(SVGAElement.prototype, "href");
if (href && !href.set) Object.defineProperty(SVGAElement.prototype, "href", { ...href, set() {} });
