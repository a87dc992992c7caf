// Two comforts, and every page works without them: countdowns, and parts that renew themselves.
"use strict";

function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86400);
  const hours = Math.floor((whole % 86400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes >= 5) return `${minutes} min`;
  return minutes ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

function count() {
  for (const time of document.querySelectorAll("time[data-countdown]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    const text = seconds > 0 ? span(seconds) : "none";
    if (time.textContent !== text) time.textContent = text;
    time.classList.toggle("soon", seconds < 900);
  }
}

// The HTML is the server's own, escaped there; the page's policy lets no script in it run.
function renew(part, html) {
  const open = [...part.querySelectorAll("details")].map((each) => each.open);
  const focused = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
  part.innerHTML = html;
  part.querySelectorAll("details").forEach((each, place) => { each.open = Boolean(open[place]); });
  if (focused) part.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  count();
}

function follow(part) {
  let source = null;
  const state = document.querySelector("[data-live-state]");
  const say = (text) => { if (state) state.textContent = text; };
  const open = () => {
    source = new EventSource(part.dataset.live);
    source.addEventListener("open", () => say("live"));
    source.addEventListener("error", () => say(source.readyState === EventSource.CLOSED ? "paused, reload to follow" : ""));
    source.addEventListener("message", (event) => renew(part, event.data));
  };
  // A browser has six connections for this address: pages that nobody looks at must not hold them.
  document.addEventListener("visibilitychange", () => {
    source?.close();
    if (document.visibilityState === "visible") open();
  });
  window.addEventListener("pagehide", () => source?.close());
  if (document.visibilityState === "visible") open();
}

count();
setInterval(count, 1000);
document.querySelectorAll("[data-live]").forEach(follow);
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
