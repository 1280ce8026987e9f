/* What pages do beyond links and forms; docs/interface.md says which attributes ask for it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var byId = function (id) { return document.getElementById(id); };
  var on = function (name, act, capture) { document.addEventListener(name, act, !!capture); };
  var closest = function (node, selector) { return node && node.closest ? node.closest(selector) : null; };
  root.classList.add("js");

  function say(words) {
    byId("said").textContent = "";
    setTimeout(function () { byId("said").textContent = words; }, 60);
  }

  function alertWith(words, again) {
    var box = document.createElement("div");
    box.className = "toast toast--bad";
    var text = document.createElement("p");
    text.textContent = words;
    box.append(text);
    if (again) box.append(makeButton("Повторить", function () { box.remove(); again(); }));
    box.append(makeButton("Закрыть", function () { box.remove(); }));
    byId("alerts").replaceChildren(box);
  }

  function makeButton(text, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--sm";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  function plural(n, one, few, many) {
    var tens = n % 100, units = n % 10;
    if (tens > 10 && tens < 15) return many;
    return units === 1 ? one : units > 1 && units < 5 ? few : many;
  }

  function moveFocus(node) {
    if (!node) return;
    if (node.tabIndex < 0 && !node.hasAttribute("tabindex")) node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: false });
  }

  function focusArrived(region) {
    var marked = region.matches("[data-focus]") ? region : region.querySelector("[data-focus]");
    if (marked) { moveFocus(marked); marked.removeAttribute("data-focus"); return true; }
    return false;
  }

  var focusedBefore = null;
  on("htmx:beforeSwap", function () { focusedBefore = document.activeElement; });
  on("htmx:afterSettle", function (event) {
    var region = event.detail.elt;
    if (!region || !region.querySelector || focusArrived(region)) return;
    var lost = document.activeElement === document.body && focusedBefore && focusedBefore !== document.body;
    if (lost) moveFocus(region.querySelector("h1,h2,h3") || region);
    revealPins(region);
    if (region.id === "doc" && region.getBoundingClientRect().bottom < 99) region.scrollIntoView();
  });

  function revealPins(scope) {
    scope.querySelectorAll(".doc__win").forEach(function (frame) {
      var pin = frame.querySelector("[data-pin]");
      if (pin) frame.scrollTop += pin.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
    });
  }

  /* A link of the error summary leads to a control. */
  on("click", function (event) {
    var link = closest(event.target, ".summary a[href^='#']");
    var target = link && byId(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    var control = target.matches("input,select,textarea") ? target : target.querySelector("input,select,textarea") || target;
    moveFocus(control);
    control.scrollIntoView({ block: "center" });
  });

  /* text that is not on the server yet */
  var unsaved = new Map(), sent = new WeakMap(), edits = 0;
  function holderOf(control) {
    var form = control.form;
    if (!control.name || (form && (form.method !== "post" || form.hasAttribute("data-no-guard") || form.closest("dialog")))) return null;
    return closest(control, "[data-autosave]") || form;
  }
  function guardLeaving(event) { event.preventDefault(); event.returnValue = ""; }
  function keepGuard() {
    unsaved.forEach(function (_edit, holder) { if (!holder.isConnected) unsaved.delete(holder); });
    window[(unsaved.size ? "add" : "remove") + "EventListener"]("beforeunload", guardLeaving);
  }
  on("input", function (event) {
    var holder = event.target.matches("input,select,textarea") && holderOf(event.target);
    if (!holder) return;
    unsaved.set(holder, ++edits);
    keepGuard();
  });
  function forget(sender) {
    unsaved.forEach(function (edit, holder) {
      var own = holder === sender || sender.contains(holder);
      if (own && edit <= (sent.get(sender) || edit)) unsaved.delete(holder);
    });
    keepGuard();
  }

  /* the line «Черновик сохранён» */
  var announced = new WeakSet();
  function saveState(elt, kind, words, again) {
    if (!elt.hasAttribute("data-autosave")) return;
    var line = elt.querySelector("[data-save-state]") || (elt.form && elt.form.querySelector("[data-save-state]"));
    if (!line) return;
    line.classList.toggle("saved--bad", kind === "bad");
    line.textContent = words;
    if (again) line.append(" ", makeButton("Повторить", again));
    if (kind === "ok" && !announced.has(elt)) { announced.add(elt); say(words); }
  }
  function clock(xhr) {
    var date = new Date(xhr.getResponseHeader("Date") || Date.now());
    return date.getHours() + ":" + String(date.getMinutes()).padStart(2, "0");
  }

  /* requests of htmx: before, after, trouble, again */
  function repeat(config) {
    if (!config.elt.isConnected) return;
    htmx.ajax(config.verb, config.path, { source: config.elt, event: config.triggeringEvent, values: config.formData });
  }
  function submittersOf(elt) { return elt.matches("form") ? elt.querySelectorAll("[type=submit]") : []; }

  on("htmx:beforeRequest", function (event) {
    var elt = event.detail.elt;
    sent.set(elt, edits);
    submittersOf(elt).forEach(function (button) { button.setAttribute("aria-busy", "true"); });
    saveState(elt, "", "Сохраняется…");
  });
  on("htmx:beforeOnLoad", function (event) {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) forget(event.detail.elt);
  });
  on("htmx:afterRequest", function (event) {
    var elt = event.detail.elt, xhr = event.detail.xhr;
    release(elt);
    submittersOf(elt).forEach(function (button) { button.removeAttribute("aria-busy"); });
    if (!event.detail.successful) return;
    forget(elt);
    saveState(elt, "ok", "Черновик сохранён в\u00a0" + clock(xhr));
    if (elt.closest("#session-warning")) byId("session-warning").close();
  });

  function trouble(event, words) {
    var config = event.detail.requestConfig, again = function () { repeat(config); };
    saveState(config.elt, "bad", "Не удалось сохранить.", again);
    alertWith(words, again);
  }
  var cuts = { "htmx:sendError": "Нет связи с сервером. ", "htmx:timeout": "Сервер не ответил вовремя. " };
  Object.keys(cuts).forEach(function (name) {
    on(name, function (event) {
      trouble(event, cuts[name] + "Введённый текст остался на странице.");
    });
  });
  on("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    if (status === 401) { held.push(event.detail.requestConfig); return; }
    trouble(event, sentenceOf(event.detail.xhr.responseText) ||
      "Не удалось выполнить действие (код " + status + "). Введённый текст остался на странице.");
  });

  /* An error page that answers a fragment is not put into the page: its sentence is. */
  function sentenceOf(text) {
    var found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-sentence]");
    return found ? found.textContent.trim() : "";
  }
  on("htmx:beforeSwap", function (event) {
    var detail = event.detail, xhr = detail.xhr, elt = detail.requestConfig.elt;
    if (xhr.status !== 409 && xhr.status !== 422) return;
    saveState(elt, "bad", "Не сохранено.");
    if (/^\s*<!doctype/i.test(detail.serverResponse)) {
      var sentence = sentenceOf(detail.serverResponse);
      if (!sentence && elt.hasAttribute("hx-select")) return;
      detail.shouldSwap = false;
      alertWith(sentence || "Не сохранено: проверьте введённые данные и повторите.");
      return;
    }
    var place = elt.querySelector("[data-conflict]");
    if (!place || xhr.getResponseHeader("HX-Retarget")) return;
    detail.target = place;
    detail.swapOverride = "innerHTML";
  });

  function release(form) { delete form.dataset.busy; }
  on("submit", function (event) {
    var form = event.target;
    if (form.dataset.busy) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.method !== "post") return;
    form.dataset.busy = "1";
    var button = event.submitter;
    if (button && !form.hasAttribute("hx-post")) button.setAttribute("aria-busy", "true");
    if (!form.hasAttribute("hx-post")) { sent.set(form, edits); forget(form); }
    setTimeout(function () { release(form); if (button) button.removeAttribute("aria-busy"); }, 8000);
  }, true);
  on("click", function (event) {
    if (closest(event.target, "[aria-disabled=true]")) event.preventDefault();
  }, true);
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-busy]").forEach(release);
    document.querySelectorAll("[aria-busy]").forEach(function (node) { node.removeAttribute("aria-busy"); });
  });

  var WARN = 300, held = [], skew = 0, extended = "session-ends", warnedOf = 0;
  function serverNow() { return Math.floor(Date.now() / 1000) + skew; }
  function ends() {
    var own = Number(root.dataset.sessionEnds || 0), others = 0;
    try { others = Number(localStorage.getItem(extended) || 0); } catch (_error) {  }
    return Math.max(own, others);
  }
  function setEnds(value) {
    if (!value) return;
    root.dataset.sessionEnds = value;
    try { localStorage.setItem(extended, value); } catch (_error) {  }
    var warning = byId("session-warning");
    if (warning && warning.open && value - serverNow() > WARN) warning.close();
  }
  function minutesOf(seconds) {
    var minutes = Math.max(1, Math.ceil(seconds / 60));
    return minutes + "\u00a0" + plural(minutes, "минуту", "минуты", "минут");
  }
  function watchSession() {
    var warning = byId("session-warning"), left = ends() - serverNow();
    if (!warning) return;
    if (left > WARN) { if (warning.open) warning.close(); return; }
    if (left <= 0) { endSession(warning); return; }
    var words = minutesOf(left);
    if (warning.querySelector("[data-minutes]").textContent !== words) {
      warning.querySelector("[data-minutes]").textContent = words;
      if (left <= 60 && warning.open) say("До завершения сеанса осталась 1 минута");
    }
    if (warning.open || byId("login-again").open || warnedOf === ends()) return;
    warnedOf = ends();
    warning.showModal();
  }
  function endSession(warning) {
    if (byId("login-again").open || root.dataset.sessionOver) return;
    root.dataset.sessionOver = "1";
    if (warning.open) { warning.dataset.silent = "1"; warning.close(); }
    /* the server answers 401 with a fresh token for the sign-in form */
    htmx.ajax("POST", warning.querySelector("form").action, { source: warning.querySelector("form"), swap: "none" });
  }
  if (root.dataset.sessionEnds) {
    if (root.dataset.now) skew = Number(root.dataset.now) - Math.floor(Date.now() / 1000);
    setEnds(ends());
    setInterval(watchSession, 5000);

    byId("session-warning").addEventListener("cancel", function () { htmx.trigger(this.querySelector("form"), "submit"); });
  }
  on("session-extended", function (event) {
    setEnds(Number(event.detail.ends));
    var left = ends() - serverNow();
    if (left <= WARN) alertWith("Сеанс завершится через " + minutesOf(left) + ": дольше его продлить нельзя. Потом потребуется войти снова, введённый текст останется на странице.");
  });

  function useToken(token) {
    if (!token) return;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    document.querySelectorAll("input[name=csrf_token]").forEach(function (input) { input.value = token; });
  }
  on("session-ended", function (event) {
    var dialog = byId("login-again");
    if (!dialog) { location.reload(); return; }
    useToken(event.detail.csrf);
    if (!dialog.open) dialog.showModal();
  });
  on("signed-in", function (event) {
    var detail = event.detail, dialog = byId("login-again"), waiting = held;
    held = [];
    if (!detail.same) { unsaved.clear(); keepGuard(); location.reload(); return; }
    useToken(detail.csrf);
    delete root.dataset.sessionOver;
    setEnds(Number(detail.ends));
    dialog.querySelectorAll("[type=password]").forEach(function (input) { input.value = ""; });
    dialog.close();
    waiting.forEach(function (config) {
      if (config.elt.closest("dialog")) return;
      if (config.formData && config.formData.has("csrf_token")) config.formData.set("csrf_token", detail.csrf);
      repeat(config);
    });
    say("Вы снова вошли. Последнее действие повторено.");
  });

  var actions = {
    "[data-dialog]": function (button) { byId(button.dataset.dialog).showModal(); },
    "[data-dialog-close]": function (button) { button.closest("dialog").close(); },
    "[data-dismiss]": function (button) { button.parentElement.remove(); },
    "[data-print]": function () { window.print(); },
    "[data-template]": function (link, event) {
      var area = link.closest("form").querySelector("textarea");
      event.preventDefault();
      area.value = (area.value && area.value + "\n") + link.textContent;
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
    "[data-copy]": copyText,
    "[data-show-password]": function (button) {
      var input = byId(button.dataset.showPassword), show = input.type === "password";
      input.type = show ? "text" : "password";
      button.textContent = show ? "Скрыть" : "Показать";
      button.setAttribute("aria-pressed", String(show));
    }
  };
  on("click", function (event) {
    Object.keys(actions).forEach(function (selector) {
      var button = closest(event.target, selector);
      if (button) actions[selector](button, event);
    });
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  /* The name of a file opens and closes its preview. */
  on("click", function (event) {
    var name = closest(event.target, "[aria-controls]");
    if (!name || event.ctrlKey || event.metaKey) return;
    var row = byId(name.getAttribute("aria-controls")).parentNode, opens = row.hidden;
    row.hidden = !opens;
    name.setAttribute("aria-expanded", opens);
    if (!opens) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  /* A region of a page is drawn with the pointer into fields. */
  var drawing;
  on("pointerdown", function (event) {
    var page = closest(event.target, "[data-draw]"), fold = page && byId(page.dataset.draw);
    if (!fold || !fold.open || event.pointerType === "touch") return;
    event.preventDefault();
    drawing = { page: page, form: fold.lastElementChild, x: event.x, y: event.y };
  });
  on("pointermove", function (event) {
    if (!drawing) return;
    var box = drawing.page.getBoundingClientRect(), fields = drawing.form.elements;
    [["x", "width"], ["y", "height"]].forEach(function (side) {
      var share = function (at) { return Math.min(100, Math.max(0, Math.round((at[side[0]] - box[side[0]]) / box[side[1]] * 100))); };
      var from = share(drawing), to = share(event);
      [Math.min(from, to), Math.abs(to - from)].forEach(function (value, index) {
        fields[side[index]].value = value;
        drawing.page.querySelector("[data-drawn]").setAttribute(side[index], value + "%");
      });
    });
    fields.extent.value = "region";
  });
  on("pointerup", function () { drawing = null; });
  function copyText(button) {
    var done = function () { say(button.dataset.done); button.lastChild.textContent = button.dataset.done; };
    if (navigator.clipboard) { navigator.clipboard.writeText(button.dataset.copy).then(done); return; }
    var area = document.createElement("textarea");
    area.value = button.dataset.copy;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
    done();
  }
  on("keydown", function (event) {
    if (event.key !== "Escape") return;
    var row = closest(event.target, ".preview"), name = closest(event.target, "[aria-expanded=true]") ||
      row && row.previousElementSibling.querySelector("[aria-controls]");
    if (name) { name.focus(); name.click(); }
    var menu = closest(event.target, "details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (location.hash === "#menu") { location.hash = "#main"; }
  });
  on("change", function (event) {
    var form = event.target.form;
    if (form && form.matches("[data-autosubmit]:not([hx-get])") && event.target.matches("select,[type=radio],[type=checkbox]")) form.requestSubmit();
  });

  /* The words under a mark of the sheet are named and asked for as the mark just chosen wants them. */
  on("change", function (event) {
    var mark = event.target.dataset, form = event.target.form;
    if (!mark.note) return;
    var needed = "noteNeeded" in mark;
    form.querySelector("[data-note-label]").textContent = mark.note;
    form.querySelector("[data-note-must]").hidden = !needed;
    form.querySelector("[data-note-may]").hidden = needed;
    form.querySelector("textarea").setAttribute("aria-required", String(needed));
  });

  /* Filters fold on a phone and stand open on a wide screen; their heading says how many conditions hold. */
  var wide = matchMedia("(min-width:761px)");
  function unfold() { document.querySelectorAll("details.fold").forEach(function (fold) { fold.open = wide.matches; }); }
  wide.addEventListener("change", unfold);
  unfold();
  on("htmx:afterSettle", function () {
    var count = document.querySelectorAll(".chip").length, place = document.querySelector("[data-chips]");
    if (!place) return;
    place.hidden = !count;
    place.querySelector(".count").textContent = count;
  });

  /* What was said goes by itself only when it is marked so, and never under the pointer or the focus. */
  function fade(node) {
    setTimeout(function () { if (node.matches(":hover,:focus-within")) fade(node); else node.remove(); }, 10000);
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) { if (node.matches && node.matches("[data-brief]")) fade(node); });
    });
  }).observe(byId("toasts"), { childList: true });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open]):not(.menu)"));
    opened.forEach(function (node) { node.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (node) { node.open = false; }); });

  focusArrived(document.body);
  revealPins(document);

  /* What scripts of single pages use. */
  window.page = { on: on, closest: closest, say: say, alert: alertWith, button: makeButton, focus: moveFocus, release: release, sentenceOf: sentenceOf };
})();
