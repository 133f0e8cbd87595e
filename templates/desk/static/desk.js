// What pages of the desk do by themselves; they work without it.
(function () {
  "use strict";
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  // a fold that an address points to, or that holds what it points to, is opened
  function unfold() {
    var id = location.hash.slice(1), target = null, step;
    try { target = id && document.getElementById(decodeURIComponent(id)); } catch (error) { return; }
    if (!target) { return; }
    for (step = target; step; step = step.parentElement) { if (step.tagName === "DETAILS") { step.open = true; } }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-auto-submit]") && event.target.form) { event.target.form.requestSubmit(); }
  });

  // a second click sends nothing a second time, also while the answer waits for its turn to write (wagecheck serve: up
  // to 30 seconds); a form that only fetched a file, and left the page where it is, can be sent again after that
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 45000);
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // on paper everything is unfolded
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not(.decide):not([open])");
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (one) { one.open = false; }); });

  // a request of htmx that failed is said, never passed over
  var trouble = document.getElementById("trouble"), failed = null;
  function say(reason, element) {
    failed = element;
    trouble.querySelector("p").textContent = trouble.dataset[reason];
    trouble.hidden = false;
    trouble.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    say(status === 429 ? "busy" : status === 503 ? "unavailable" : status < 500 ? "refused" : "server", event.detail.elt);
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) { say("network", event.detail.elt); });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    // not by another request that went well in the meantime, as lists that refresh themselves send
    if (event.detail.successful && (event.detail.elt === failed || (failed && !failed.isConnected))) { trouble.hidden = true; }
  });

  // names of files that wait to be resumed do not stay behind on a shared computer
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form.logout")) { return; }
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.indexOf("tus::") === 0) { localStorage.removeItem(key); }
      });
    } catch (error) { return; } // storage is switched off: nothing was kept
  });
}());
