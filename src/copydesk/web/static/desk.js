(function () {
  "use strict";
  function all(query, within) { return Array.prototype.slice.call((within || document).querySelectorAll(query)); }
  function one(id) { return document.getElementById(id); }

  // What goes on, counted along. A stream holds a connection, and a browser has six: a page that is not seen lets go.
  var places = all("[data-job]").filter(function (place) { return !/^(done|stopped)$/.test(place.dataset.state); });
  var stream = null;
  function told(event) {
    var job = JSON.parse(event.data);
    var over = !job.id || /^(done|stopped)$/.test(job.state);
    if (over) stop();
    places.forEach(function (place) {
      // Where nothing can be typed the page is asked for again; elsewhere words that are being written would be lost.
      if (over && place.hasAttribute("data-reload")) return location.reload();
      if (over) return finished(place);
      var bar = place.querySelector("progress"), said = place.querySelector("[data-words]");
      if (bar) bar.value = job.share;
      if (said) said.textContent = job.words;
    });
  }
  // The page as it is now, and the answer of a form that was sent, are asked for anew alike.
  function finished(place) {
    var link = place.querySelector("a");
    place.classList.add("over");
    link.textContent = "Show what has come";
    link.href = location.pathname + location.search;
    place.querySelector("[data-words]").textContent = "the run is over";
  }
  function stop() { if (stream) stream.close(); stream = null; }
  function start() {
    if (stream || !places.length || document.hidden || !window.EventSource) return;
    stream = new EventSource("/events?job=" + encodeURIComponent(places[0].dataset.job));
    stream.addEventListener("progress", told);
  }
  document.addEventListener("visibilitychange", function () { if (document.hidden) stop(); else start(); });
  window.addEventListener("pagehide", stop);
  start();

  // Files that are dropped, folders too, go where chosen files go.
  all(".drop").forEach(function (drop) {
    var input = drop.querySelector("input[type=file]"), said = drop.querySelector("[role=status]");
    function tell() {
      var files = input.files, amount = files.length;
      if (said) said.textContent = !amount ? "" : amount === 1 ? files[0].name : amount.toLocaleString("en") + " files";
    }
    function read(entry, found) {
      return new Promise(function (done) {
        if (entry.isFile) return entry.file(function (file) { found.push(file); done(); }, done);
        var reader = entry.createReader(), held = [];
        (function more() {
          reader.readEntries(function (some) {
            if (!some.length) return Promise.all(held.map(function (each) { return read(each, found); })).then(done);
            held = held.concat(Array.prototype.slice.call(some));
            more();
          }, done);
        })();
      });
    }
    function take(files) {
      var kept = new DataTransfer(), many = input.multiple;
      files.slice(0, many ? files.length : 1).forEach(function (file) { kept.items.add(file); });
      input.files = kept.files;
      tell();
    }
    all(".drop-note", drop).forEach(function (note) { note.hidden = false; });
    input.addEventListener("change", tell);
    drop.addEventListener("dragover", function (event) { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
    drop.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      var found = [], entries = Array.prototype.map.call(event.dataTransfer.items || [], function (item) {
        return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
      }).filter(Boolean);
      if (!entries.length) return take(Array.prototype.slice.call(event.dataTransfer.files));
      Promise.all(entries.map(function (entry) { return read(entry, found); })).then(function () { take(found); });
    });
  });

  // Words of an article that are selected go into the form of a note.
  var form = one("note-form"), body = document.querySelector(".body");
  if (form && body) {
    var offer = document.createElement("button");
    offer.type = "button";
    offer.className = "offer";
    offer.textContent = "Note on these words";
    offer.hidden = true;
    document.body.appendChild(offer);
    var chosen = null;
    var paragraph = function (node) { return (node.nodeType === 1 ? node : node.parentElement).closest(".body p[data-start]"); };
    // Code points, as the text counts; what stands in the page for other ends (a letter before a change) does not count.
    var place = function (node, offset) {
      var within = paragraph(node), before = document.createRange();
      if (!within) return null;
      before.setStart(within, 0);
      before.setEnd(node, offset);
      return Number(within.dataset.start) + Array.from(before.toString()).length;
    };
    document.addEventListener("selectionchange", function () {
      var selection = document.getSelection(), range = selection.rangeCount ? selection.getRangeAt(0) : null;
      if (!range || range.collapsed || !body.contains(range.commonAncestorContainer)) { offer.hidden = true; return; }
      var start = place(range.startContainer, range.startOffset), end = place(range.endContainer, range.endOffset);
      chosen = start !== null && end !== null && start < end ? { start: start, end: end, text: selection.toString() } : null;
      var box = range.getBoundingClientRect();
      offer.hidden = !chosen;
      offer.style.setProperty("top", window.scrollY + box.bottom + 6 + "px");
      offer.style.setProperty("left", Math.max(8, Math.min(window.scrollX + box.left, document.documentElement.clientWidth - 190)) + "px");
    });
    offer.addEventListener("mousedown", function (event) { event.preventDefault(); });
    offer.addEventListener("click", function () {
      if (!chosen) return;
      form.elements.start.value = chosen.start;
      form.elements.end.value = chosen.end;
      one("note-words").textContent = chosen.text;
      one("note-quoted").hidden = false;
      one("note-on").hidden = true;
      offer.hidden = true;
      form.scrollIntoView({ block: "center" });
      form.elements.body.focus();
    });
  }

  // Keys beside those of every page: s or / searches, e marks a story as seen. They go with the same switch.
  var keys = one("keys-on");
  document.addEventListener("keydown", function (event) {
    if ((keys && !keys.checked) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "s" || event.key === "/") {
      var box = one("find");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    } else if (event.key === "e") {
      var row = document.activeElement && document.activeElement.closest("[data-walk]"), button = row && row.querySelector("[data-seen]");
      if (button) button.click();
    } else if (event.key === "?") {
      var help = document.querySelector(".keys");
      if (help) help.scrollIntoView();
    }
  });
  // What would be lost is asked about first.
  all("form[data-sure]").forEach(function (each) {
    each.addEventListener("submit", function (event) { if (!window.confirm(each.dataset.sure)) event.preventDefault(); });
  });
  all("[data-scripted]").forEach(function (each) { each.hidden = false; });
})();
