(function () {
  "use strict";
  var bar = document.getElementById("walk"), said = document.getElementById("walk-at");
  var marks = document.querySelectorAll("mark.material"), stops = [], seen = {}, at = -1;
  Array.prototype.forEach.call(marks, function (mark) {
    String(mark.className).split(" ").forEach(function (name) {
      if (!/^m\d+$/.test(name) || seen[name]) return;
      seen[name] = true;
      stops.push({ name: name, line: document.getElementById("change-" + name.slice(1)) });
    });
  });
  if (!stops.length) return;
  function pieces(stop) { return Array.prototype.slice.call(document.querySelectorAll("mark." + stop.name)); }
  function shown(stop) {
    var kind = stop.line && /\bk-(\w+)/.exec(stop.line.className);
    var box = kind && document.getElementById("f-" + kind[1]);
    return !box || box.checked;
  }
  function words(line) {
    var sides = Array.prototype.map.call(line.querySelectorAll(".words"), function (one) {
      return (one.querySelector("b") || one).textContent.trim();
    });
    return line.querySelector(".kind a").textContent + ": " + sides.join(" → ");
  }
  function leave() {
    document.querySelectorAll("mark.here").forEach(function (mark) { mark.classList.remove("here"); });
  }
  function stand(next) {
    leave();
    at = next;
    var found = pieces(stops[at]), last = found[found.length - 1], open = stops.filter(shown);
    found.forEach(function (mark) { mark.classList.add("here"); });
    last.setAttribute("tabindex", "-1");
    last.focus({ preventScroll: true });
    last.scrollIntoView({ block: "center" });
    said.textContent = (open.indexOf(stops[at]) + 1) + " of " + open.length + (stops[at].line ? ", " + words(stops[at].line) : "");
  }
  function go(step) {
    for (var next = at + step; next >= 0 && next < stops.length; next += step) {
      if (shown(stops[next])) return stand(next);
    }
  }
  function cross() {
    var line = document.activeElement && document.activeElement.closest("li.change"), number;
    if (line) {
      number = "m" + line.id.slice(7);
      stops.forEach(function (stop, place) { if (stop.name === number) stand(place); });
    } else if (at >= 0 && stops[at].line) {
      leave();
      stops[at].line.setAttribute("tabindex", "-1");
      stops[at].line.focus();
    }
  }
  var keys = document.getElementById("keys-on");
  document.addEventListener("keydown", function (event) {
    if (keys && !keys.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "n" || event.key === "j") go(1);
    else if (event.key === "p" || event.key === "k") go(-1);
    else if (event.key === "o") cross();
  });
  document.getElementById("walk-on").addEventListener("click", function () { go(1); });
  document.getElementById("walk-back").addEventListener("click", function () { go(-1); });
  said.textContent = stops.length + (stops.length === 1 ? " material change in the text" : " material changes in the text");
  bar.hidden = false;
})();
