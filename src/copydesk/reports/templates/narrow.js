(function () {
  "use strict";
  var box = document.getElementById("narrow"), told = document.getElementById("narrowed");
  if (!box) return;
  function plain(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  var lines = Array.prototype.map.call(document.querySelectorAll("[data-narrow]"), function (line) {
    return { line: line, words: plain(line.textContent) };
  });
  var holders = document.querySelectorAll("main > section, details.rest"), waiting = 0;
  Array.prototype.forEach.call(holders, function (one) { one.dataset.folded = one.open ? "no" : "yes"; });
  function narrow() {
    var asked = plain(box.value).split(/\s+/).filter(Boolean), left = 0;
    lines.forEach(function (one) {
      var fits = asked.every(function (word) { return one.words.indexOf(word) >= 0; });
      one.line.hidden = !fits;
      left += fits;
    });
    Array.prototype.forEach.call(holders, function (one) {
      if (!one.querySelector("[data-narrow]")) return;
      one.hidden = !one.querySelector("[data-narrow]:not([hidden])");
      if (one.tagName === "DETAILS") one.open = asked.length > 0 || one.dataset.folded === "no";
    });
    told.textContent = asked.length ? left + " of " + lines.length : "";
  }
  box.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(narrow, 120); });
  box.parentNode.hidden = false;
})();
