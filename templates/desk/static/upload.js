// The zone where files are dropped: every file goes up by tus, is resumed after a broken line, and says where it stands.
// Words come from the zone's data-word-…; names of files are only ever set as text.
(function () {
  "use strict";
  var AT_ONCE = 3, PAUSES = [0, 1000, 3000, 5000, 10000], LONGEST = 300;
  // what systems and office programs leave beside files; the same a folder of the command line passes over
  var LEFTOVERS = /(^|\/)(~\$[^/]*|\.[^/]*|__MACOSX[^/]*|Thumbs\.db|desktop\.ini)(\/|$)/i;
  if (!window.tus || !tus.isSupported) { return; } // the plain form stays

  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); }
  function made(tag, parent, className) {
    var one = document.createElement(tag);
    if (className) { one.className = className; }
    return parent.appendChild(one);
  }

  function zoned(zone) {
    if (zone.dataset.ready) { return; }
    zone.dataset.ready = "yes";
    var rows = new Map(), fresh = false, list = zone.querySelector(".uploads");
    function word(name, values) { return fill(zone.getAttribute("data-word-" + name), values || {}); }
    function count(state) {
      return Array.from(rows.values()).filter(function (row) { return row.state === state; }).length;
    }
    function busy() { return count("waiting") + count("going") > 0; }

    zone.querySelectorAll(".with-script").forEach(function (one) { one.hidden = false; });
    zone.querySelectorAll(".without-script").forEach(function (one) { one.hidden = true; });
    zone.querySelector("form").addEventListener("submit", function (event) { event.preventDefault(); });
    zone.querySelectorAll("input[type=file]").forEach(function (input) {
      input.addEventListener("change", function () { picked(input); });
    });
    function picked(input) {
      taken(Array.from(input.files).map(function (file) {
        return { path: file.webkitRelativePath || file.name, file: file };
      }), 0);
      input.value = "";
    }

    // ---- dropping ----
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.add("over"); });
    });
    zone.addEventListener("dragleave", function (event) {
      if (!zone.contains(event.relatedTarget)) { zone.classList.remove("over"); }
    });
    zone.addEventListener("drop", function (event) {
      zone.classList.remove("over");
      // entries are only there until this function ends
      var entries = Array.from(event.dataTransfer.items || []).map(function (item) {
        return item.kind === "file" && item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
      }).filter(Boolean);
      var found = { files: [], unread: 0 };
      if (!entries.length) {
        found.files = Array.from(event.dataTransfer.files).map(function (file) { return { path: file.name, file: file }; });
      }
      Promise.all(entries.map(function (entry) { return walked(entry, found); }))
        .then(function () { taken(found.files, found.unread); });
    });

    function taken(files, unread) {
      var kept = files.filter(function (one) { return !LEFTOVERS.test(one.path); });
      var said = [];
      if (files.length > kept.length) { said.push(word("skipped", { count: files.length - kept.length })); }
      if (unread) { said.push(word("unread", { count: unread })); }
      if (!kept.length && !unread) { said.push(word("nothing")); }
      zone.querySelector(".aside").textContent = said.join(" ");
      kept.forEach(added);
      told();
      next();
    }

    // ---- one file ----
    function added(one) {
      var before = rows.get(one.path);
      if (before) { leave(before); } // chosen again: the later one counts
      var row = { path: one.path, file: one.file, state: "waiting", upload: null, item: made("li", list) };
      list.tabIndex = 0; // a long list scrolls, also by keyboard
      made("span", row.item, "path").textContent = one.path;
      row.bar = made("progress", row.item);
      row.bar.max = 100;
      row.bar.value = 0;
      row.bar.setAttribute("aria-label", one.path);
      row.said = made("span", row.item, "said");
      row.buttons = made("span", row.item, "row");
      button(row, "retry", function () { stands(row, "waiting"); told(); next(); });
      button(row, "drop-one", function () { leave(row, true); forgotten(row); told(); next(); });
      rows.set(one.path, row);
      stands(row, "waiting");
    }
    function button(row, name, act) {
      var one = made("button", row.buttons, "button plain small");
      one.type = "button";
      one.textContent = word(name);
      one.setAttribute("aria-label", word(name + "-name", { path: row.path }));
      one.addEventListener("click", act);
    }
    function stands(row, state, sentence) {
      row.state = state;
      row.item.className = state;
      row.buttons.hidden = state !== "failed";
      row.said.textContent = sentence || word(state, { percent: 0 });
      if (state === "done") { row.bar.value = 100; }
    }
    function leave(row, forGood) { // for good: the server waits for it no more, or nothing could be handed in
      if (row.upload && row.state !== "done") {
        var left = row.upload.abort(forGood); // chosen again it goes on where it stopped
        if (forGood) { left.catch(function () {}).then(function () { fresh = true; told(); }); }
      }
      row.state = "left";
      row.item.remove();
      rows.delete(row.path);
    }
    function forgotten(row) { // its name is not kept in the browser either
      if (!row.upload) { return; }
      var storage = row.upload.options.urlStorage;
      row.upload.findPreviousUploads().then(function (earlier) {
        earlier.forEach(function (one) { storage.removeUpload(one.urlStorageKey); });
      });
    }
    function next() {
      rows.forEach(function (row) { if (row.state === "waiting" && count("going") < AT_ONCE) { sent(row); } });
    }
    function sent(row) {
      stands(row, "going");
      var stopped = row.upload && row.upload.url;
      var upload = row.upload = new tus.Upload(row.file, {
        endpoint: zone.dataset.endpoint,
        chunkSize: Number(zone.dataset.chunk),
        retryDelays: PAUSES,
        removeFingerprintOnSuccess: true,
        metadata: { path: row.path },
        headers: { "X-CSRF-Token": zone.dataset.csrf },
        // by its path too: two folders may hold files of one name, size and hour
        fingerprint: function (file) {
          return Promise.resolve(["desk", zone.dataset.endpoint, row.path, file.size, file.lastModified].join("|"));
        },
        onShouldRetry: function (error) {
          var status = error.originalResponse ? error.originalResponse.getStatus() : 0;
          var again = !status || status === 409 || status === 423 || status === 429 || (status >= 500 && status !== 507);
          if (again && row.upload === upload) { row.said.textContent = word("again"); }
          return again;
        },
        onProgress: function (up, total) {
          if (row.upload !== upload || row.state !== "going") { return; }
          row.bar.value = total ? Math.floor(up / total * 100) : 100;
          row.said.textContent = word("going", { percent: row.bar.value });
        },
        onAfterResponse: function (_, answer) { // another file of that name was there: said, not passed over
          if (answer.getHeader("Wagecheck-Over")) { row.over = true; }
        },
        onSuccess: function () { ended(row, upload, "done", row.over ? word("done-over") : ""); },
        onError: function (error) { ended(row, upload, "failed", reason(error)); }
      });
      upload.findPreviousUploads().then(function (earlier) {
        if (row.state !== "going" || row.upload !== upload) { return; }
        earlier.sort(function (a, b) { return new Date(b.creationTime) - new Date(a.creationTime); });
        if (earlier.length) {
          upload.resumeFromPreviousUpload(earlier[0]);
        } else if (stopped) { // where the browser keeps nothing
          upload.options.uploadUrl = stopped;
        }
        upload.start();
      }).catch(function () { ended(row, upload, "failed", word("failed")); });
    }
    function ended(row, upload, state, sentence) {
      if (row.state !== "going" || row.upload !== upload) { return; }
      stands(row, state, sentence);
      fresh = fresh || state === "done";
      told();
      next();
    }
    function reason(error) {
      var answer = error.originalResponse, status = answer ? answer.getStatus() : 0;
      var own = answer && /^text\/plain/.test(answer.getHeader("Content-Type") || "") ? answer.getBody().trim() : "";
      if (status >= 400 && own && own.length <= LONGEST) { return own; }
      return word("failed" + (
        { 401: "-refused", 403: "-refused", 413: "-large", 429: "-busy", 507: "-full" }[status] || (status ? "-server" : "")));
    }

    // ---- all of them ----
    function told() {
      var failed = count("failed");
      zone.querySelector(".sum").textContent = !rows.size ? "" : word(failed ? "total-failed" : "total",
        { done: count("done"), total: rows.size, failed: failed });
      ready();
      if (fresh && !busy()) {
        fresh = false;
        if (window.htmx) { htmx.trigger(document.body, "files-changed"); }
      }
    }
    // a month with a file missing must not be handed in by mistake: off until each is up or left out
    function ready() {
      var button = zone.dataset.submit && document.getElementById(zone.dataset.submit);
      if (!button || !rows.size) { return; }
      if (busy() || count("failed")) { button.disabled = true; } else if (count("done")) { button.disabled = false; }
    }
    document.addEventListener("htmx:afterSettle", ready);
    window.addEventListener("beforeunload", function (event) { if (busy()) { event.preventDefault(); } });
    // on a slow line files may have been picked before this script came
    zone.querySelectorAll("input[type=file]").forEach(function (input) { if (input.files.length) { picked(input); } });
  }

  // Every file below a dropped folder, with its path; what cannot be read is counted, not passed over.
  function walked(entry, found) {
    if (entry.isFile) {
      return new Promise(function (settle) {
        entry.file(function (file) {
          found.files.push({ path: entry.fullPath.replace(/^\//, ""), file: file });
          settle();
        }, function () { found.unread += 1; settle(); });
      });
    }
    var reader = entry.createReader();
    function batch() { // a reader gives at most a hundred at a time
      return new Promise(function (settle) {
        reader.readEntries(settle, function () { found.unread += 1; settle([]); });
      }).then(function (entries) {
        if (!entries.length) { return null; }
        return Promise.all(entries.map(function (one) { return walked(one, found); })).then(batch);
      });
    }
    return batch();
  }

  // a file dropped beside the zone must not replace the page
  ["dragover", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0) { event.preventDefault(); }
    });
  });
  function scan() { document.querySelectorAll(".zone").forEach(zoned); }
  document.addEventListener("htmx:load", scan);
  scan();
}());
