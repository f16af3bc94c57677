// Films are asked for only when a reader clicks. One in the text is put in its link's place; the film that a note is
// about plays in a corner, so that its timestamps can be followed while reading.

/** @type {Record<string, (video: string, start: string) => string>} */
const PLAYERS = {
  youtube: (video, start) => `https://www.youtube-nocookie.com/embed/${video}?autoplay=1&start=${start}`,
  vimeo: (video, start) => `https://player.vimeo.com/video/${video}?autoplay=1&dnt=1#t=${start}s`,
};

/**
 * @param {string} address
 * @param {string} title
 */
function player(address, title) {
  const frame = document.createElement("iframe");
  frame.className = "video";
  frame.src = address;
  frame.title = title;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "no-referrer";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
  return frame;
}

/**
 * Plays a film in the corner, instead of one that is there.
 * @param {string} address
 * @param {HTMLElement} asked what was clicked, to return to
 */
function dock(address, asked) {
  document.querySelector(".video-dock")?.remove();
  const corner = document.createElement("aside");
  corner.className = "video-dock";
  corner.setAttribute("aria-label", "Video");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close the video";
  const leave = () => {
    corner.remove();
    asked.focus();
  };
  close.addEventListener("click", leave);
  corner.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  corner.append(player(address, document.title), close);
  document.querySelector("article")?.append(corner);
  close.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-video], a.timestamp[data-t]") : null;
  // Whoever asks for a new tab gets one.
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0)
    return;
  const { service = "youtube", start = link.dataset.t ?? "0" } = link.dataset;
  const video = link.dataset.video ?? new URL(link.href).searchParams.get("v") ?? "";
  const address = PLAYERS[service]?.(video, start);
  if (!address) return;
  event.preventDefault();
  if (!link.classList.contains("video")) return dock(address, link);
  const frame = player(address, link.textContent ?? "");
  link.replaceWith(frame);
  frame.focus();
});
