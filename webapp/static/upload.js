/* Files are sent in parts, two at a time, and go on after any break; docs/interface.md says which attributes ask for it.
   Without this script, and on an address without https, the same form sends the files whole. */
(function () {
  "use strict";
  var page = window.page, LANES = 2, SILENCE = 60000, PAUSES = [1, 2, 4, 8, 15, 30], SPACE = "\u00a0";
  var STOPPED = {}, queue = [], going = [];
  function Refused(sentence) { this.sentence = sentence; }

  function bytes(n) {
    var text = n < 1048576 ? Math.ceil(n / 1024) + SPACE + "КБ" : (n / 1048576).toFixed(1) + SPACE + "МБ";
    return text.replace(".", ",");
  }
  function inputOf(form) { return form.querySelector("input[type=file]"); }

  /* choosing */
  function begunBefore(form, file) {
    return Array.prototype.find.call(form.closest(".slot").querySelectorAll("[data-unfinished]"), function (row) {
      return row.dataset.name === file.name.trim() && Number(row.dataset.size) === file.size;
    });
  }
  function faultOf(form, file) {
    if (!file.size) return "файл пуст";
    return file.size > Number(form.dataset.limit) ? "больше " + form.dataset.limitWords + ": не будет принят" : "";
  }
  function showChosen(form) {
    var list = form.querySelector("[data-picked]"), input = inputOf(form);
    list.replaceChildren();
    Array.prototype.forEach.call(input.files, function (file, index) {
      var row = document.createElement("li"), size = document.createElement("small"), before = begunBefore(form, file);
      var drop = page.button("Убрать", function () { withoutFile(form, index); }), fault = faultOf(form, file);
      drop.setAttribute("aria-label", "Убрать: " + file.name);
      size.textContent = bytes(file.size) + (before ? ", продолжится с " + before.dataset.percent + SPACE + "%" : "");
      if (fault) { size.className = "bad"; size.textContent += ", " + fault; }
      row.append(file.name, size, drop);
      list.append(row);
    });
    list.hidden = !input.files.length;
    if (input.files.length > 1) page.say("Выбрано файлов: " + input.files.length);
  }
  function withoutFile(form, gone) {
    var input = inputOf(form), kept = new DataTransfer();
    Array.prototype.forEach.call(input.files, function (file, index) { if (index !== gone) kept.items.add(file); });
    input.files = kept.files;
    showChosen(form);
    input.focus();
  }
  page.on("change", function (event) {
    if (event.target.type === "file" && event.target.form.matches("[data-upload]")) showChosen(event.target.form);
  });
  ["dragenter", "dragover", "dragleave", "drop"].forEach(function (name) {
    page.on(name, function (event) {
      var zone = page.closest(event.target, "[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("drop--over", name === "dragenter" || name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      var input = zone.querySelector("input[type=file]"), all = new DataTransfer();
      Array.prototype.slice.call(event.dataTransfer.files, 0, input.multiple ? undefined : 1).forEach(function (file) { all.items.add(file); });
      input.files = all.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  page.on("submit", function (event) {
    var form = event.target, input = inputOf(form);
    if (!form.matches("[data-upload]") || !crypto.subtle) return;
    event.preventDefault();
    page.release(form);
    if (event.submitter) event.submitter.removeAttribute("aria-busy");
    if (!input.files.length) { page.alert("Сначала выберите файл."); input.focus(); return; }
    form.querySelectorAll("[data-sendings] .error").forEach(function (told) { told.closest("li").remove(); });
    Array.prototype.forEach.call(input.files, function (file) {
      if (queue.concat(going).some(function (one) { return one.form === form && one.file.name === file.name && one.file.size === file.size; })) {
        page.alert("Файл «" + file.name + "» уже отправляется.");
      } else queue.push(sendingOf(form, file));
    });
    input.value = "";
    showChosen(form);
    next();
  });

  /* the rows */
  function rowOf(form, template, name) {
    var row = form.querySelector(template).content.firstElementChild.cloneNode(true), list = form.querySelector("[data-sendings]");
    row.querySelector("[data-name]").textContent = name;
    row.querySelectorAll("[data-of]").forEach(function (of) { of.textContent = ": " + name; });
    list.append(row);
    list.hidden = false;
    return row;
  }
  function dropRow(form, row) {
    var held = row.contains(document.activeElement), list = row.parentNode;
    row.remove();
    list.hidden = !list.children.length;
    if (held) inputOf(form).focus();
  }
  function sendingOf(form, file) {
    var row = rowOf(form, "[data-row]", file.name), pause = row.querySelector("[data-pause]"), before = begunBefore(form, file);
    var one = { form: form, file: file, row: row, before: before, offset: 0, wake: function () {} };
    if (before) before.remove();
    pause.addEventListener("click", function () {
      one.paused = !one.paused;
      pause.firstChild.nodeValue = one.paused ? "Продолжить" : "Пауза";
      if (one.paused) show(one, one.offset, "Приостановлено. ");
      nudge(one, one.paused);
      next();
    });
    row.querySelector("[data-cancel]").addEventListener("click", function () {
      one.stopped = true;
      queue = queue.filter(function (other) { return other !== one; });
      dropRow(form, row);
      page.say("Отправка отменена");
      nudge(one, true);
    });
    show(one, 0, "Ожидает отправки. ");
    return one;
  }
  function nudge(one, cut) {
    if (cut && one.xhr && one.url) { one.interrupted = true; one.xhr.abort(); }
    one.wake();
  }
  function show(one, sent, words) {
    var percent = Math.floor(sent / one.file.size * 100) || 0;
    one.row.querySelector("progress").value = percent;
    one.row.querySelector("[data-words]").textContent = words + percent + SPACE + "%, " + bytes(sent) + " из " + bytes(one.file.size);
    return percent;
  }
  function showProgress(one, sent) {
    var percent = show(one, sent, ""), pace = (sent - one.from) / (Date.now() - one.since), left = (one.file.size - sent) / pace / 1000;
    if (left > 90) one.row.querySelector("[data-words]").append(", осталось около " + Math.round(left / 60) + SPACE + "мин");
    else if (left > 5) one.row.querySelector("[data-words]").append(", осталось меньше двух минут");
    if (Math.floor(percent / 25) > one.quarter) { one.quarter = Math.floor(percent / 25); page.say(one.file.name + ": " + percent + SPACE + "%"); }
  }
  function startClock(one) { one.since = Date.now(); one.from = one.offset; one.quarter = Math.floor(one.offset / one.file.size * 4); }

  /* asking the server, again and again */
  function ask(one, address, options) {
    return new Promise(function (resolve) {
      var xhr = one.xhr = new XMLHttpRequest(), patience;
      function wait() { clearTimeout(patience); patience = setTimeout(function () { xhr.abort(); }, SILENCE); }
      xhr.open(options ? "POST" : "GET", address);
      xhr.setRequestHeader("HX-Request", "true");
      Object.entries(Object.assign(JSON.parse(document.body.getAttribute("hx-headers")), options && options.headers)).forEach(function (header) {
        xhr.setRequestHeader(header[0], header[1]);
      });
      xhr.upload.onprogress = function (event) { wait(); if (options.watch && !one.paused && !one.stopped) options.watch(event.loaded); };
      xhr.onloadend = function () { clearTimeout(patience); one.xhr = null; resolve(xhr); };
      wait();
      xhr.send(options ? options.body : null);
    });
  }
  function sleep(one, seconds) {
    return new Promise(function (done) { one.wake = done; if (seconds) setTimeout(done, seconds * 1000); });
  }
  async function ready(one) {
    while (one.paused && !one.stopped) await sleep(one, 0);
    if (one.stopped) throw STOPPED;
  }
  async function tell(one, address, options) {
    for (var tries = 0; ; tries++) {
      await ready(one);
      var xhr = await ask(one, address, options), status = xhr.status;
      await ready(one);
      if (status === 401) { await signedIn(one, xhr); continue; }
      if (status && status < 500 && status !== 408 && status !== 429) return xhr;
      if (one.interrupted) { one.interrupted = false; startClock(one); continue; }
      var words = status ? page.sentenceOf(xhr.responseText) || "Сервер временно не отвечает." : "Связь прервалась.";
      show(one, one.offset, words + " Загрузка продолжится сама. ");
      if (!tries) page.say(words + " Загрузка продолжится сама.");
      await sleep(one, PAUSES[Math.min(tries, PAUSES.length - 1)]);
      startClock(one);
    }
  }
  async function signedIn(one, xhr) {
    var ended = JSON.parse(xhr.getResponseHeader("HX-Trigger") || "{}")["session-ended"];
    show(one, one.offset, "Сеанс завершён. Войдите снова: загрузка продолжится. ");
    if (ended) htmx.trigger(document.body, "session-ended", ended);
    await sleep(one, 0);
  }
  function wakeAll() { going.forEach(function (one) { one.wake(); }); }
  window.addEventListener("online", wakeAll);
  page.on("signed-in", wakeAll);
  function refusalOf(xhr) {
    var told = xhr.status === 422 && JSON.parse(xhr.responseText).sentence;
    if (xhr.status === 404) told = "Загрузка отменена в другом окне или ждала больше суток. Выберите файл и загрузите снова.";
    return new Refused(told || page.sentenceOf(xhr.responseText) || "Не удалось загрузить файл (код " + xhr.status + ").");
  }
  function forgetOnServer(address) {
    return fetch(address + "/cancel", { method: "POST", keepalive: true, headers: JSON.parse(document.body.getAttribute("hx-headers")), redirect: "manual" }).catch(function () {});
  }

  /* one file */
  function piece(one, from) { return one.file.slice(from, from + one.part).arrayBuffer(); }
  function hex(bytes) { return Array.prototype.map.call(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join(""); }
  async function sha256(data) { return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", data))); }
  async function same(one, known) {
    one.part = known.part;
    for (var index = 0; index < known.parts.length; index++) {
      if (await sha256(await piece(one, index * known.part)) !== known.parts[index]) return false;
    }
    return true;
  }
  function follow(one, known) { one.url = known.url; one.part = known.part; one.offset = known.offset; startClock(one); }

  async function open(one) {
    if (one.before) {
      var found = await tell(one, one.before.dataset.url), known = found.status === 200 && JSON.parse(found.responseText);
      if (known && await same(one, known)) { follow(one, known); return; }
      if (known) { forgetOnServer(known.url); page.say("Содержимое файла изменилось: он загружается заново"); }
    }
    var key = hex(crypto.getRandomValues(new Uint8Array(16)));
    var begun = await tell(one, one.form.dataset.upload, { body: new URLSearchParams({ key: key, name: one.file.name, size: one.file.size }) });
    if (begun.status !== 200) throw refusalOf(begun);
    follow(one, JSON.parse(begun.responseText));
  }
  async function sendPart(one) {
    var at = one.offset, data = await piece(one, at), answer = await tell(one, one.url + "/parts/" + at, {
      body: data, headers: { "Content-Type": "application/octet-stream", "X-Part-SHA256": await sha256(data) },
      watch: function (loaded) { showProgress(one, at + Math.min(loaded, data.byteLength)); }
    });
    if (answer.status === 422 && (one.faults = (one.faults || 0) + 1) < 4) return;
    if (answer.status !== 200 && answer.status !== 409) throw refusalOf(answer);
    one.offset = JSON.parse(answer.responseText).offset;
    showProgress(one, one.offset);
  }
  async function finish(one) {
    show(one, one.file.size, "Отправлено. Сервер проверяет файл… ");
    var answer = await tell(one, one.url + "/finish", { body: new URLSearchParams({ sha256: await sha256(await one.file.arrayBuffer()) }) });
    if (answer.status === 409) { one.offset = JSON.parse(answer.responseText).offset; return null; }
    if (answer.status !== 200) throw refusalOf(answer);
    return JSON.parse(answer.responseText);
  }
  async function send(one) {
    var kept = null;
    await ready(one);
    await open(one);
    while (!kept) {
      while (one.offset < one.file.size) await sendPart(one);
      kept = await finish(one);
    }
    return kept;
  }

  /* all of them */
  function next() {
    while (queue.length && going.filter(function (one) { return !one.paused; }).length < LANES) run(queue.shift());
  }
  async function run(one) {
    going.push(one);
    keepGuard();
    try {
      told(one, await send(one));
    } catch (error) {
      if (error === STOPPED) stopped(one);
      else refused(one, error instanceof Refused ? error.sentence : "Файл не удалось прочитать: на компьютере он изменился или удалён. Выберите его ещё раз.");
    }
    going.splice(going.indexOf(one), 1);
    keepGuard();
    next();
  }
  function told(one, kept) {
    page.say("Файл загружен: " + kept.name);
    if (kept.notices.length) {
      one.row.replaceChildren(one.row.firstElementChild, page.button("Закрыть", function () { dropRow(one.form, one.row); }));
      one.row.querySelector("[data-words]").textContent = "загружен. " + kept.notices.join(" ");
    } else dropRow(one.form, one.row);
    refresh(one.form);
  }
  async function stopped(one) {
    if (one.url) await forgetOnServer(one.url);
    refresh(one.form);
  }
  function refused(one, sentence) {
    var row = rowOf(one.form, "[data-refused]", one.file.name);
    row.querySelector("[data-words]").textContent = sentence;
    row.querySelector("button").addEventListener("click", function () { dropRow(one.form, row); });
    one.row.replaceWith(row);
    page.focus(row.querySelector(".error"));
  }
  function refresh(form) {
    var kept = document.getElementById(form.dataset.kept);
    if (kept) htmx.ajax("GET", location.pathname, { source: kept, target: kept, select: "#" + kept.id, swap: "outerHTML" });
  }
  function guardLeaving(event) { event.preventDefault(); event.returnValue = ""; }
  function keepGuard() { window[(going.length ? "add" : "remove") + "EventListener"]("beforeunload", guardLeaving); }
})();
