(function () {
  "use strict";
  // Pauses are stops that remember their place: some browsers forget a pause, or end what is paused for long.
  var speech = window.speechSynthesis, box = document.getElementById("aloud");
  if (!box || !speech || !window.SpeechSynthesisUtterance) return;
  var told = document.getElementById("aloud-told"), place = document.getElementById("aloud-place");
  var stories = Array.prototype.slice.call(document.querySelectorAll("[data-aloud]"));
  var play = button("play"), at = 0, part = 0, said = 0, state = "still", turn = 0;
  var count = stories.filter(function (one) { return !one.dataset.aloud; }).length;
  if (!stories.length) return;

  function button(name) { return document.getElementById("aloud-" + name); }
  // Only voices of this machine: others send what they read to a server.
  function voices() { return speech.getVoices().filter(function (one) { return one.localService; }); }
  function voiceOf(language) {
    var own = voices(), short = language.split("-")[0].toLowerCase();
    return own.find(function (one) { return one.lang.toLowerCase().replace("_", "-") === language.toLowerCase(); }) ||
      own.find(function (one) { return one.lang.toLowerCase().split(/[-_]/)[0] === short; });
  }
  function partsOf(story) { return Array.prototype.slice.call(story.querySelectorAll("h2, p, li")); }
  function wordsOf(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll("[data-silent]").forEach(function (one) { one.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }
  // Long utterances are cut off by some browsers: a sentence at a time, and none without end.
  function sentences(words) {
    var found = words.match(/\S.*?(?:[.!?\u2026]["'\u201d\u2019)\]]*(?=\s)|$)/g) || [];
    return found.reduce(function (all, one) { return all.concat(one.match(/.{1,300}(?:\s|$)|.{1,300}/g)); }, []);
  }
  function mark() {
    stories.forEach(function (story, number) {
      var current = state !== "still" && number === at;
      if (current) story.setAttribute("aria-current", "true"); else story.removeAttribute("aria-current");
      partsOf(story).forEach(function (one, which) { one.classList.toggle("aloud-now", current && which === part); });
    });
    play.textContent = state === "reading" ? "Pause" : state === "paused" ? "Go on" : "Read aloud";
    ["next", "back", "stop"].forEach(function (name) { button(name).disabled = state === "still"; });
    place.textContent = state === "still" ? "" : stories[at].dataset.aloud || "Story " + (at + 1) + " of " + count;
    if (state === "still") return;
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    (partsOf(stories[at])[part] || stories[at]).scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }
  function hush() { turn += 1; speech.cancel(); }
  function speak() {
    var element = partsOf(stories[at])[part];
    if (!element) return follow();
    var now = sentences(wordsOf(element))[said], mine = turn;
    if (!now) { part += 1; said = 0; return speak(); }
    var language = (element.closest("[lang]") || document.documentElement).lang || "en";
    var own = voiceOf(language), voice = own || voiceOf(document.documentElement.lang) || voices()[0];
    var utterance = new SpeechSynthesisUtterance(now);
    utterance.lang = own || !voice ? language : voice.lang;
    if (voice) utterance.voice = voice;
    utterance.onend = function () { if (mine === turn) { said += 1; speak(); } };
    utterance.onerror = function () { if (mine === turn) end("The browser could not read this."); };
    mark();
    speech.speak(utterance);
  }
  function follow() {
    if (at + 1 >= stories.length) return end("All stories are read.");
    at += 1; part = said = 0;
    speak();
  }
  function go(step) {
    if (state === "still") return;
    hush();
    at = Math.min(stories.length - 1, Math.max(0, at + step)); part = said = 0;
    if (state === "reading") speak(); else mark();
  }
  function end(why) {
    hush();
    at = part = said = 0; state = "still"; told.textContent = why;
    mark();
  }
  play.addEventListener("click", function () {
    told.textContent = "";
    if (state === "reading") { hush(); state = "paused"; return mark(); }
    state = "reading";
    speak();
  });
  button("next").addEventListener("click", function () { go(1); });
  button("back").addEventListener("click", function () { go(-1); });
  button("stop").addEventListener("click", function () { end("Stopped."); play.focus(); });
  // Keys without a letter, so that speech input types none of them: arrows on the buttons, Escape anywhere.
  box.addEventListener("keydown", function (event) {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      go(event.key === "ArrowRight" ? 1 : -1);
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && state !== "still") end("Stopped.");
  });
  window.addEventListener("pagehide", hush);
  function offer() { if (voices().length) { box.hidden = false; mark(); } }
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  offer();
})();
