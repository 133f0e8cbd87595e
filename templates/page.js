(function () {
  "use strict";
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function words(text) { return text.toLowerCase().split(/\s+/).filter(Boolean); }
  function holds(text, parts) { return parts.every(function (part) { return text.indexOf(part) >= 0; }); }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); }

  var groups = all("details.rule");
  var closed = all("details.plain");
  var tools = document.getElementById("tools");
  if (tools) { tools.hidden = false; filters(tools); }
  all("form.find").forEach(function (form) { form.hidden = false; finder(form); });
  all("table.sortable").forEach(sortable);
  window.addEventListener("hashchange", opened);
  opened();
  var unfolded = [];
  window.addEventListener("beforeprint", function () {
    unfolded = groups.concat(closed).filter(function (one) { return !one.open; });
    unfolded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { unfolded.forEach(function (one) { one.open = false; }); });

  function opened() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.tagName !== "DETAILS") { return; }
    if (target.hidden && tools) { tools.reset(); }
    // after a reset the form shows all parts as they were, in a moment of its own
    setTimeout(function () { target.open = true; target.scrollIntoView(); }, 0);
  }

  function filters(form) {
    var text = form.elements.text;
    var worker = form.elements.worker;
    var severity = form.elements.severity;
    var rule = form.elements.rule;
    var said = document.getElementById("filter-count");
    var first = groups.map(function (group) { return group.open; });
    var named = {};
    groups.forEach(function (group) {
      option(severity, group.dataset.severity, group.querySelector(".badge").textContent);
      option(rule, group.dataset.rule, group.dataset.rule + " " + group.querySelector("h3").textContent);
    });
    all("[data-worker]").forEach(function (row) { named[row.dataset.worker] = true; });
    var list = document.getElementById("workers");
    Object.keys(named).sort().forEach(function (name) { list.appendChild(new Option(name, name)); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", show);
    form.addEventListener("reset", function () { setTimeout(show, 0); });
    form.addEventListener("click", function (event) {
      if (event.target.dataset.open) { groups.forEach(function (group) { group.open = event.target.dataset.open === "yes"; }); }
    });

    function option(select, value, label) {
      if (!all("option", select).some(function (one) { return one.value === value; })) {
        select.appendChild(new Option(label, value));
      }
    }

    function show() {
      var wanted = words(text.value);
      var who = words(worker.value);
      var any = wanted.length + who.length > 0 || severity.value !== "" || rule.value !== "";
      var shown = 0;
      var total = 0;
      groups.forEach(function (group, index) {
        var head = group.querySelector("summary").textContent.toLowerCase();
        var fits = (!severity.value || group.dataset.severity === severity.value) && (!rule.value || group.dataset.rule === rule.value);
        var hits = 0;
        all("tbody tr", group).forEach(function (row) {
          var hit = fits && holds(head + " " + row.textContent.toLowerCase(), wanted) && of(row, who);
          row.hidden = !hit;
          total += 1;
          hits += hit ? 1 : 0;
        });
        shown += hits;
        group.hidden = hits === 0;
        group.open = any ? hits > 0 : first[index];
      });
      all("table.people").forEach(function (table) {
        all("tbody tr", table).forEach(function (row) { row.hidden = !of(row, who); });
        table.parentNode.classList.toggle("empty", !all("tbody tr", table).some(function (row) { return !row.hidden; }));
      });
      said.textContent = any ? fill(shown ? said.dataset.some : said.dataset.none, { shown: shown, total: total }) : "";
    }

    function of(row, who) { return !who.length || holds((row.dataset.worker || "").toLowerCase(), who); }
  }

  // a list of links by project: those whose project or name holds all words, of one colour
  function finder(form) {
    var said = form.querySelector("[role=status]");
    var links = all(".site", form.parentNode).map(function (site) {
      var head = site.dataset.name.toLowerCase();
      return { site: site, rows: all("li", site).map(function (row) {
        return { row: row, text: head + " " + row.textContent.toLowerCase(), colour: row.dataset.colour };
      }) };
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", show);
    form.addEventListener("reset", function () { setTimeout(show, 0); });

    function show() {
      var wanted = words(form.elements.text.value);
      var colour = form.elements.colour.value;
      var shown = 0;
      var total = 0;
      links.forEach(function (group) {
        var hits = 0;
        group.rows.forEach(function (one) {
          var hit = (!colour || one.colour === colour) && holds(one.text, wanted);
          one.row.hidden = !hit;
          hits += hit ? 1 : 0;
        });
        group.site.hidden = hits === 0;
        shown += hits;
        total += group.rows.length;
      });
      said.textContent = wanted.length || colour ? fill(shown ? said.dataset.some : said.dataset.none, { shown: shown, total: total }) : "";
    }
  }

  function sortable(table) {
    all("thead th", table).forEach(function (head, column) {
      var button = document.createElement("span"); // a real button is not printed on the pages that repeat the heading
      button.className = "sort";
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
      });
      button.addEventListener("click", sort);

      function sort() {
        var down = head.getAttribute("aria-sort") === "ascending";
        all("thead th", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0];
        var rows = all("tr", body).map(function (row, index) { return { row: row, index: index, key: key(row.cells[column]) }; });
        rows.sort(function (a, b) { return (down ? -1 : 1) * compare(a.key, b.key) || a.index - b.index; });
        rows.forEach(function (one) { body.appendChild(one.row); });
      }
    });
  }

  function key(cell) {
    var text = cell ? (cell.dataset.key || cell.textContent).trim() : "";
    var number = text.replace(/,/g, "");
    return number !== "" && isFinite(number) ? Number(number) : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    if (typeof a !== typeof b) { return typeof a === "number" ? -1 : 1; }
    return a.localeCompare(b, document.documentElement.lang);
  }
})();
