(function () {
  "use strict";
  var stops = Array.prototype.slice.call(document.querySelectorAll("[data-walk]")), at = -1;
  function go(step) {
    if (!stops.length) return;
    at = Math.min(stops.length - 1, Math.max(0, at + step));
    stops[at].setAttribute("tabindex", "-1");
    stops[at].focus();
    stops[at].scrollIntoView({ block: "nearest" });
  }
  // Keys of one letter can be switched off (WCAG 2.1.4): speech input may type them.
  var keys = document.getElementById("keys-on");
  Array.prototype.forEach.call(document.querySelectorAll(".keys, .keys-help"), function (one) { one.hidden = false; });
  document.addEventListener("keydown", function (event) {
    if (keys && !keys.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "o" && at >= 0) {
      var folded = stops[at].querySelector("details.passages"), link = stops[at].querySelector("a[href]");
      if (folded) folded.open = !folded.open;
      else if (link) link.click();
    }
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.cut):not(.slight-list):not(.more)").forEach(function (one) { one.open = true; });
  });
})();
