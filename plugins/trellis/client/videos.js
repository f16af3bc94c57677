// A click on a film's link puts its player in the link's place. Nothing is asked of its host before.

/** @type {Record<string, (video: string, start: string) => string>} */
const PLAYERS = {
  youtube: (video, start) => `https://www.youtube-nocookie.com/embed/${video}?autoplay=1&start=${start}`,
  vimeo: (video, start) => `https://player.vimeo.com/video/${video}?autoplay=1&dnt=1#t=${start}s`,
};

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.video[data-video]") : null;
  // Whoever asks for a new tab gets one.
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0)
    return;
  const { service = "", video = "", start = "0" } = link.dataset;
  const player = PLAYERS[service];
  if (!player) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "video";
  frame.src = player(video, start);
  frame.title = link.textContent ?? "";
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "no-referrer";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
  link.replaceWith(frame);
  frame.focus();
});
