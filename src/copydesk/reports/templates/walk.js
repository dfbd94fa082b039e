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
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "o" && at >= 0) {
      var link = stops[at].querySelector("a[href]");
      if (link) link.click();
    }
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.cut)").forEach(function (one) { one.open = true; });
  });
})();
