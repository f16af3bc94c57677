// A player of another host in a frame. It is asked for when a reader clicks, tells its time by messages, and is told by
// messages where to go on: no script of that host is loaded into the page.

/** @typedef {{ service: string, video: string }} Film */

/**
 * @typedef {object} Service
 * @property {string} origin where messages come from and go to
 * @property {(video: string, start: string) => string} address of the player
 * @property {object[]} greeting what asks a player to tell its time
 * @property {(said: any) => unknown} time the second that a message tells, if it tells one
 * @property {(start: number) => object[]} seek what has it play from a second on
 */

/** @type {Record<string, Service>} */
const SERVICES = {
  youtube: {
    origin: "https://www.youtube-nocookie.com",
    address: (video, start) =>
      `https://www.youtube-nocookie.com/embed/${video}?autoplay=1&enablejsapi=1&origin=${encodeURIComponent(location.origin)}&start=${start}`,
    greeting: [{ event: "listening", id: 1, channel: "widget" }],
    time: (said) => said.info?.currentTime,
    seek: (start) => [
      { event: "command", func: "seekTo", args: [start, true] },
      { event: "command", func: "playVideo", args: [] },
    ],
  },
  vimeo: {
    origin: "https://player.vimeo.com",
    address: (video, start) => `https://player.vimeo.com/video/${video}?autoplay=1&dnt=1#t=${start}s`,
    greeting: [{ method: "addEventListener", value: "timeupdate" }],
    time: (said) => (said.event === "timeupdate" ? said.data?.seconds : undefined),
    seek: (start) => [{ method: "setCurrentTime", value: start }, { method: "play" }],
  },
};

/**
 * Whether the page can show the player of *film*. YouTube plays nothing in pages that cannot say where they are.
 * @param {Film} film
 */
export const canPlay = ({ service, video }) =>
  Boolean(video && SERVICES[service]) && (service !== "youtube" || location.protocol !== "file:");

/**
 * A frame that plays *film* from the second *start* on.
 * @param {Film} film
 * @param {string} start
 * @param {string} title
 * @param {(seconds: number) => void} hear is told the time, again and again
 */
export function play({ service, video }, start, title, hear) {
  const { origin, address, greeting, time, seek } = /** @type {Service} */ (SERVICES[service]);
  const frame = document.createElement("iframe");
  frame.className = "video";
  frame.title = title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // YouTube wants to know the site that shows its player, and refuses without. It is told no more than that.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
  frame.src = address(video, start);
  let answers = false;
  /** @param {object[]} messages */
  const tell = (messages) => {
    for (const message of messages) frame.contentWindow?.postMessage(JSON.stringify(message), origin);
  };
  // A player hears nothing before it has started, and does not say when that is. A frame that is still empty has
  // another origin, to which no message goes, and the browser says so in its console: so this waits for it to load.
  let times = 20;
  const greet = () => frame.isConnected && !answers && times-- && (tell(greeting), setTimeout(greet, 500));
  frame.addEventListener("load", greet, { once: true });
  /** @param {MessageEvent} message */
  const listen = (message) => {
    if (!frame.isConnected) return removeEventListener("message", listen);
    if (message.source !== frame.contentWindow || message.origin !== origin) return;
    const seconds = Number(time(read(message.data)) ?? NaN);
    if (Number.isNaN(seconds)) return;
    answers = true;
    hear(seconds);
  };
  addEventListener("message", listen);
  /** Goes on from another second; false if the player does not listen. @param {number} to */
  const go = (to) => (answers && tell(seek(to)), answers);
  return { frame, go };
}

/** What a message says: Vimeo and YouTube send text. @param {unknown} data */
const read = (data) => {
  try {
    return (typeof data === "string" ? JSON.parse(data) : data) ?? {};
  } catch {
    return {};
  }
};
