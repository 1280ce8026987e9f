/* What is typed into an entry of the diary is kept on this device until the server has it: a lost network loses nothing. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-kept]");
  if (!form) return;
  var key = form.dataset.kept + ":" + location.pathname, said = form.querySelector("[data-restored]");
  var own = { csrf_token: 1, form_token: 1, seen: 1 };
  function store(act) { try { return act(localStorage); } catch (_error) { return null; } }
  function values() {
    var found = {};
    new FormData(form).forEach(function (value, name) { if (!own[name]) (found[name] = found[name] || []).push(value); });
    return found;
  }
  function fill(kept) {
    Array.prototype.forEach.call(form.elements, function (control) {
      if (!control.name || own[control.name] || control.type === "submit") return;
      var told = kept.values[control.name] || [];
      if (control.type === "checkbox") control.checked = told.indexOf(control.value) >= 0;
      else if (told.length) control.value = told[0];
    });
  }
  var seen = (form.elements.seen || {}).value || "";
  var kept = store(function (place) { return JSON.parse(place.getItem(key) || "null"); });
  if (kept && kept.seen === seen && !document.querySelector(".summary")) {
    fill(kept);
    said.textContent = "Восстановлено то, что вы набрали раньше на этом устройстве и не сохранили.";
    said.hidden = false;
  }
  form.addEventListener("input", function () {
    store(function (place) { place.setItem(key, JSON.stringify({ seen: seen, values: values() })); });
  });
  form.addEventListener("submit", function () {
    if (navigator.onLine === false) return;
    window.addEventListener("pagehide", function () { store(function (place) { place.removeItem(key); }); });
  });
})();
