(function () {
  "use strict";
  // Files of words and titles call this function: so the search needs no server, and works from a folder too.
  var held = { head: {}, words: {}, stories: {} }, waiting = {}, turn = 0, LONGEST = 32, MOST = 50;
  var WEIGHTS = [[1, 6], [2, 5], [4, 2], [8, 1]];
  var UNMARKED = { "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe" };
  var UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
  window.copydeskTake = function (kind, key, told) { held[kind][key] = told; };

  function load(name) {
    if (!waiting[name]) {
      waiting[name] = new Promise(function (done) {
        var script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.onload = script.onerror = done;
        document.head.appendChild(script);
      });
    }
    return waiting[name];
  }
  function tokens(text) {
    var plain = text.toLowerCase().replace(/[øłđßæœ]/g, function (one) { return UNMARKED[one]; });
    plain = plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC");
    var found = [];
    (plain.match(/[\p{L}\p{N}]+/gu) || []).forEach(function (word) {
      if (!UNSPACED.test(word)) { found.push(word.slice(0, LONGEST)); return; }
      var letters = Array.from(word);
      if (letters.length === 1) found.push(word);
      for (var place = 0; place + 1 < letters.length; place += 1) found.push(letters[place] + letters[place + 1]);
    });
    return found.slice(0, 12);
  }
  function shards(word) {
    var all = held.head[""].words;
    return Object.keys(all).filter(function (prefix) {
      return word.indexOf(prefix) === 0 || prefix.indexOf(word) === 0;
    }).slice(0, 12);
  }
  // The stories that have a word, or one that begins so, with what they weigh.
  function having(word) {
    var found = new Map();
    shards(word).forEach(function (prefix) {
      var rows = held.words[prefix] || {};
      Object.keys(rows).forEach(function (one) {
        if (one.indexOf(word) !== 0) return;
        for (var place = 0; place < rows[one].length; place += 2) {
          var weight = 0, parts = rows[one][place + 1];
          WEIGHTS.forEach(function (pair) { if (parts & pair[0]) weight += pair[1]; });
          if (one === word) weight += 4;
          found.set(rows[one][place], Math.max(found.get(rows[one][place]) || 0, weight));
        }
      });
    });
    return found;
  }
  function ranked(words) {
    var sets = words.map(having), total = new Map();
    if (!sets.length) return [];
    sets[0].forEach(function (_, story) {
      if (sets.every(function (one) { return one.has(story); })) {
        total.set(story, sets.reduce(function (sum, one) { return sum + one.get(story); }, 0));
      }
    });
    return Array.from(total.keys()).sort(function (a, b) { return total.get(b) - total.get(a) || a - b; });
  }
  function put(tag, words, into, style) {
    var one = document.createElement(tag);
    one.textContent = words;
    if (style) one.className = style;
    into.appendChild(one);
    return one;
  }
  function shown(row, words, list) {
    var line = put("li", "", list), link = put("a", "", line);
    put("bdi", row[0], link);
    link.href = row[1];
    line.appendChild(document.createTextNode(" "));
    put("span", row[2] + " · " + row[3], line, "by");
    var quoted = row[4].filter(function (name) {
      var theirs = tokens(name);
      return words.some(function (word) { return theirs.some(function (one) { return one.indexOf(word) === 0; }); });
    });
    if (quoted.length) put("span", "quoted: " + quoted.slice(0, 3).join(", "), line, "by because");
  }
  function search(asked, list, told) {
    var words = tokens(asked), mine = (turn += 1);
    if (!words.length) { list.textContent = ""; told.textContent = ""; return; }
    load("index").then(function () {
      if (!held.head[""]) throw new Error("no index");
      return Promise.all([].concat.apply([], words.map(shards)).map(function (one) { return load(held.head[""].words[one]); }));
    }).then(function () {
      var found = ranked(words), first = found.slice(0, MOST), chunk = held.head[""].chunk;
      return Promise.all(first.map(function (one) { return load("s-" + Math.floor(one / chunk)); })).then(function () {
        if (mine !== turn) return;
        list.textContent = "";
        first.forEach(function (one) { shown(held.stories[Math.floor(one / chunk)][one % chunk], words, list); });
        told.textContent = !found.length ? "No story has all of these words." :
          found.length + (found.length === 1 ? " story" : " stories") +
          (found.length > MOST ? "; the first " + MOST + " are shown" : "");
      });
    }).catch(function () {
      if (mine === turn) told.textContent = "The search could not be loaded; the names below lead to every story.";
    });
  }
  var form = document.getElementById("find"), box = document.getElementById("q"), later = 0;
  var list = document.getElementById("found"), told = document.getElementById("told");
  form.hidden = false;
  box.value = new URLSearchParams(window.location.search).get("q") || "";
  function now() { search(box.value, list, told); }
  box.addEventListener("input", function () { clearTimeout(later); later = setTimeout(now, 150); });
  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(later); now(); });
  now();
  if (box.value === "") box.focus();
})();
