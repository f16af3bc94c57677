// A click on a film's link puts its player in the link's place. Nothing is asked of its host before.

const PLAYERS = {
  youtube: (video, start) => `https://www.youtube-nocookie.com/embed/${video}?autoplay=1&start=${start}`,
  vimeo: (video, start) => `https://player.vimeo.com/video/${video}?autoplay=1&dnt=1#t=${start}s`,
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.video[data-video]");
  // Whoever asks for a new tab gets one.
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "video";
  frame.src = PLAYERS[link.dataset.service](link.dataset.video, link.dataset.start);
  frame.title = link.textContent;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "no-referrer";
  frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
  link.replaceWith(frame);
  frame.focus();
});
