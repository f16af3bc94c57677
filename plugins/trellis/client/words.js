// All that scripts say to readers. A bundle takes only the texts that it says. A site in another language has a block of
// data on its pages with its own, by key, and what that lacks is said in English.

/** A text in English under its key; or one for each plural form. @typedef {Record<string, string | Record<string, string>>} Text */

/** @type {Text} */
const own = JSON.parse(document.querySelector("#__trellis_words")?.textContent ?? "{}");

/** The language in which *text* is said. @param {Text} text */
export const languageOf = (text) => (Object.keys(text).some((key) => own[key]) ? document.documentElement.lang : "en");

/** Rules for plurals by language: to make them takes a browser longer than all else here. @type {Record<string, Intl.PluralRules>} */
const plurals = {};

/** *text* with *values* in its `{places}`; its plural form is that for `count`. @param {Text} text @param {Record<string, string | number>} [values] */
export function say(text, values = {}) {
  const [[key, english]] = /** @type {[[string, Text[string]]]} */ (Object.entries(text));
  const forms = own[key] || english;
  const form = () => {
    const language = languageOf(text);
    plurals[language] ??= new Intl.PluralRules(language);
    return plurals[language].select(Number(values.count));
  };
  const said = typeof forms === "string" ? forms : (forms[form()] ?? forms.other ?? key);
  return said.replace(/{(\w+)}/g, (place, name) => values[name]?.toLocaleString("en") ?? place);
}

// Several scripts
export const LOADING = { loading: "Loading …" };
export const ON_DISK = { "loading.on_disk": "a page opened from a disk may not load it; on the web it is there" };
export const NOT_LOADED = { "loading.failed": "{path} could not be loaded ({status})" };
export const NOTES = { notes: { one: "{count} note", other: "{count} notes" } };
export const KINDS = /** @type {Record<string, Text>} */ ({
  links: { "kind.links": "links to" },
  embeds: { "kind.embeds": "shows" },
  source: { "kind.source": "has as source" },
  requires: { "kind.requires": "requires" },
  part_of: { "kind.part_of": "is part of" },
});

// The tree of all notes, paths and their steps
export const TREE_FAILED = { "tree.failed": "The tree cannot be loaded here. The list from A to Z has all notes." };
export const LEARNED = { "path.learned": "{done} of {all} learned" };
export const TICK = { "path.tick": "Learned: {step}" };
export const STEPS_LEARNED = { "path.steps_learned": "Steps learned" };
export const STEP = { "path.step": "Step {step} of {all} of the path to {goal}" };
export const GOAL = {
  "path.goal": {
    one: "The goal, after {count} step, of the path to {goal}",
    other: "The goal, after {count} steps, of the path to {goal}",
  },
};

// What is in notes
export const VIDEO = { "video.name": "Video" };
export const VIDEO_CLOSE = { "video.close": "Close the video" };
export const VIDEO_FROM = { "video.from": "From {time}" };
export const COLUMN_CLOSE = { "stacked.close": "Close {title}" };
export const FORMULA_FAILED = { "formula.failed": "This formula cannot be drawn: {reason}" };
export const DIAGRAM_FAILED = { "diagram.failed": "This diagram cannot be drawn." };
export const DIAGRAM_FOREIGN = {
  "diagram.foreign": "A diagram may not load pictures or styles, nor hold tables and forms.",
};
export const DIAGRAM_LARGE = { "diagram.large": "The diagram is too large to be drawn." };

// The notes around a note
export const NEAR_HINT = { "around.point": "Point at a note to see how it is linked." };
export const FAR = { "around.far": "Two links away" };
export const FAR_FAILED = {
  "around.failed":
    "The notes two links away could not be loaded. A page opened from a disk may not load them; on the web, try again.",
};
export const FAR_COUNT = {
  "around.count": { one: "{count} note two links away", other: "{count} notes two links away" },
};
export const FAR_REST = {
  "around.rest": {
    one: ", the best connected first; {count} more is left out",
    other: ", the best connected first; {count} more are left out",
  },
};
export const FAR_NAME = { "around.name": "{near}, up to two links away" };
export const FAR_HINT = { "around.hint": "{title}: two links away, through {other}" };
export const FAR_ALSO = { "around.also": "Also through {others}." };
export const SEE_EXPLORER = { "around.explorer": "See it in the explorer" };
export const LINES = /** @type {Record<string, Text>} */ ({
  requires: { "line.requires": "requirement" },
  part_of: { "line.part_of": "part" },
  source: { "line.source": "source" },
  embeds: { "line.embeds": "embedding" },
  links: { "line.links": "link" },
});

// From A to B
export const CONNECT_LOADING = { "connect.loading": "Loading the notes …" };
export const CONNECT_FAILED = {
  "connect.failed":
    "The list of notes could not be loaded, so no path can be looked for. Load the page again, or start from a topic below.",
};
export const CONNECT_ON_DISK = {
  "connect.on_disk":
    "A page opened from a disk may not load the list of notes, so no path can be looked for. On the web it can; here, start from a topic below.",
};
export const CONNECT_PICK = { "connect.pick": "Pick two notes." };
export const CONNECT_SAME = { "connect.same": "These are the same note. Pick two different ones." };
export const CONNECT_STEPS = {
  "connect.steps": { one: "From {from} to {to} in {count} step.", other: "From {from} to {to} in {count} steps." },
};
export const CONNECT_UNKNOWN = { "connect.unknown": "There is no note called “{typed}” here." };
export const CONNECT_TYPE = { "connect.type": "Type a part of its title and pick it from the list." };
export const CONNECT_ALONE = {
  "connect.alone": "Nothing links to {title} yet, and it links to nothing, so no path leads there.",
};
export const CONNECT_NO_PATH = {
  "connect.no_path": "No path: however many links you follow, {from} and {to} are not connected.",
};
export const CONNECT_ALSO = { "connect.also": "also called {name}" };
export const CONNECT_MORE = {
  "connect.more": { one: "{count} more fits: type on", other: "{count} more fit: type on" },
};
export const CONNECT_NONE = { "connect.none": "No note is called that" };
export const CONNECT_UNWRITTEN = { "connect.unwritten": "Nobody has written “{title}” yet" };
export const CONNECT_SOURCE = { "connect.source": "draws on" };

// The explorer
export const GRAPH_NO_WEBGL = {
  "graph.no_webgl": "This browser draws no WebGL, so there is no picture. The list has the same in words.",
};
export const GRAPH_EMPTY = { "graph.empty": "There are no notes here yet." };
export const GRAPH_FAILED = { "graph.failed": "The graph could not be shown: {reason}. Below are its topics." };
export const GRAPH_UNWRITTEN = { "graph.unwritten": "Nobody has written this note yet." };
export const GRAPH_NOT_YET = { "graph.not_yet": "not written yet" };
export const GRAPH_TOPIC = { "graph.topic": "topic {topic}" };
export const GRAPH_NO_TOPIC = { "graph.no_topic": "In no topic" };
export const GRAPH_EVERY_TYPE = { "graph.every_type": "Every type" };
export const GRAPH_EVERY_SOURCE = { "graph.every_source": "Every source" };
export const GRAPH_EVERY_TAG = { "graph.every_tag": "Every tag" };
export const GRAPH_LINKS = { "graph.links": { one: "{count} link", other: "{count} links" } };
export const GRAPH_SOME = { "graph.some": { one: "{shown} of {count} note", other: "{shown} of {count} notes" } };
export const GRAPH_GHOSTS = {
  "graph.ghosts": { one: "{count} name not written yet", other: "{count} names not written yet" },
};
export const GRAPH_OUT = { "graph.out": "Links to" };
export const GRAPH_IN = { "graph.in": "Linked from" };
export const GRAPH_ALSO = { "graph.also": "also “{name}”" };
export const GRAPH_NO_FIT = { "graph.no_fit": "No note has this in its name." };
export const GRAPH_MORE_FIT = { "graph.more_fit": { one: "and {count} more note", other: "and {count} more notes" } };
export const GRAPH_NO_CHOICE = { "graph.no_choice": "No note is chosen." };
export const GRAPH_ALL = { "graph.all": "Notes, most linked first" };
export const GRAPH_LINKED = { "graph.linked": "Linked with it" };
export const GRAPH_LINKED_WITH = { "graph.linked_with": "Linked with {title}" };
export const GRAPH_MORE_FOUND = {
  "graph.more_found": { one: "{count} more note: search finds them.", other: "{count} more notes: search finds them." },
};
export const GRAPH_MORE_LISTED = {
  "graph.more_listed": {
    one: "{count} more note: the note itself lists them.",
    other: "{count} more notes: the note itself lists them.",
  },
};
export const GRAPH_NO_WAY = { "graph.no_way": "No linked note lies in this direction." };
/** What a link is, seen from the note it stands in. */
export const GRAPH_KINDS_OUT = /** @type {Record<string, Text>} */ ({
  embeds: { "graph.out.embeds": "shown in it" },
  source: { "graph.out.source": "its source" },
  requires: { "graph.out.requires": "required before it" },
  part_of: { "graph.out.part_of": "it is part of this" },
});
/** What it is, seen from the note it leads to. */
export const GRAPH_KINDS_IN = /** @type {Record<string, Text>} */ ({
  embeds: { "graph.in.embeds": "shows it" },
  source: { "graph.in.source": "has it as source" },
  requires: { "graph.in.requires": "requires it" },
  part_of: { "graph.in.part_of": "part of it" },
});

// Search
export const SEARCH = { "search.title": "Search" };
export const SEARCH_FIELD = { "search.field": "Search the notes" };
export const SEARCH_CLOSE = { "search.close": "Close" };
export const SEARCH_FILTERS = { "search.filters": "Filters" };
export const SEARCH_ANY = { "search.any": "any" };
export const SEARCH_FACETS = {
  topic: { "search.topic": "Topic" },
  type: { "search.type": "Type" },
  tag: { "search.tag": "Tag" },
  source: { "search.source": "Source" },
};
export const SEARCH_CLEAR = { "search.clear": "Remove all filters" };
export const SEARCH_MORE = { "search.more": "Show more" };
export const SEARCH_HINT = {
  "search.hint":
    "Titles, other names, headings and all that the notes say. Whole words or how they begin; several words must all be there; “in quotes”, as they stand.",
};
export const SEARCH_KEYS = { "search.keys": "↑ ↓ to choose, Enter to open, Esc to close" };
export const SEARCH_RECENT = { "search.recent": "Searched before" };
export const SEARCH_NONE = { "search.none": "Nothing has “{query}”." };
export const SEARCH_NONE_FILTERED = { "search.none_filtered": "Nothing has all of these filters." };
export const SEARCH_WITHOUT = {
  "search.without": { one: "Show {count} page without filters", other: "Show {count} pages without filters" },
};
export const SEARCH_NEAR = { "search.near": "Close to it" };
export const SEARCH_FOUND = { "search.found": { one: "{count} page found", other: "{count} pages found" } };
export const SEARCH_FAILED = { "search.failed": "The search cannot be loaded." };
export const SEARCH_LIST = { "search.list": "All notes" };
