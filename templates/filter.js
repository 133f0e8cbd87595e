(function () {
  "use strict";
  var box = document.getElementById("filter");
  if (!box) { return; }
  box.parentElement.hidden = false;
  var note = document.getElementById("filter-count");
  var rules = Array.prototype.slice.call(document.querySelectorAll("details.rule"));
  var opened = rules.map(function (rule) { return rule.open; });
  box.addEventListener("input", function () {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    var total = 0;
    rules.forEach(function (rule, index) {
      var head = rule.querySelector("summary").textContent.toLowerCase();
      var any = false;
      rule.querySelectorAll("tbody tr").forEach(function (row) {
        var text = head + " " + row.textContent.toLowerCase();
        var hit = words.every(function (word) { return text.indexOf(word) >= 0; });
        row.hidden = !hit;
        total += 1;
        if (hit) { shown += 1; any = true; }
      });
      rule.hidden = !any;
      rule.open = words.length > 0 ? any : opened[index];
    });
    note.textContent = words.length > 0 ? note.dataset.text.replace("{shown}", shown).replace("{total}", total) : "";
  });
  window.addEventListener("beforeprint", function () { rules.forEach(function (rule) { rule.open = true; }); });
})();
