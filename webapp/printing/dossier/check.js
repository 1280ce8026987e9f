"use strict";
// Compares the files a person picks with the list on the page. Works from a disk: no network, no library; SHA-256 of its own,
// since browsers do not offer theirs to every page opened as a file.
(function () {
  var K = new Uint32Array(64), START = new Uint32Array(8);
  (function () {
    var found = 0;
    for (var n = 2; found < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (found < 8) START[found] = (Math.sqrt(n) % 1) * 4294967296;
      K[found++] = (Math.cbrt(n) % 1) * 4294967296;
    }
  })();

  function Sha256() {
    this.state = new Uint32Array(START);
    this.words = new Uint32Array(64);
    this.rest = new Uint8Array(64);
    this.held = 0;
    this.length = 0;
  }
  Sha256.prototype.block = function (bytes, at) {
    var w = this.words, s = this.state, i, x, y;
    for (i = 0; i < 16; i++, at += 4)
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (i = 16; i < 64; i++) {
      x = w[i - 15]; y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7]
        + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3))
        + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
    }
    var a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (i = 0; i < 64; i++) {
      x = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7)))
        + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      y = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10)))
        + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + x) | 0; d = c; c = b; b = a; a = (x + y) | 0;
    }
    s[0] += a; s[1] += b; s[2] += c; s[3] += d; s[4] += e; s[5] += f; s[6] += g; s[7] += h;
  };
  Sha256.prototype.add = function (bytes) {
    var at = 0;
    this.length += bytes.length;
    if (this.held) {
      at = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return;
      this.block(this.rest, 0);
      this.held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at), 0);
    this.held = bytes.length - at;
  };
  Sha256.prototype.hex = function () {
    var bits = this.length * 8, tail = new Uint8Array(this.held < 56 ? 64 - this.held : 128 - this.held);
    tail[0] = 128;
    for (var i = 0; i < 8; i++) tail[tail.length - 1 - i] = Math.floor(bits / Math.pow(256, i)) % 256;
    this.add(tail);
    return Array.from(this.state, function (word) { return word.toString(16).padStart(8, "0"); }).join("");
  };

  var PORTION = 4 * 1024 * 1024;
  async function sum(file) {
    var hash = new Sha256();
    for (var at = 0; at < file.size; at += PORTION)
      hash.add(new Uint8Array(await file.slice(at, at + PORTION).arrayBuffer()));
    return hash.hex();
  }

  var body = document.getElementById("sums"), outcome = document.getElementById("outcome");
  var progress = document.getElementById("progress"), rows = Array.from(body.rows);
  var INDEX = body.dataset.index, SUMS = body.dataset.sums, running = 0;

  function say(kind, title, lines) {
    var box = document.createElement("div"), head = document.createElement("p"), strong = document.createElement("strong");
    box.className = "notice " + kind;
    strong.textContent = title;
    head.append(strong);
    box.append(head);
    if (lines.length) {
      var list = document.createElement("ul");
      lines.forEach(function (line) { var item = document.createElement("li"); item.textContent = line; list.append(item); });
      box.append(list);
    }
    outcome.append(box);
  }
  function mark(row, good, words) {
    var cell = row.cells[3];
    cell.textContent = words;
    cell.className = "verdict " + (good ? "ok" : "bad");
  }
  function plain(name) { return name.normalize("NFC"); }
  function begin() {
    outcome.textContent = "";
    rows.forEach(function (row) { row.cells[3].textContent = "не проверялся"; row.cells[3].className = "verdict"; });
    progress.hidden = false;
    return ++running;
  }
  function step(done, all) { progress.textContent = "Проверено файлов: " + done + " из " + all + "."; }

  function inFolder(files) {
    var paths = files.map(function (file) { return plain(file.webkitRelativePath || file.name); });
    var lists = paths.filter(function (path) { return path === SUMS || path.endsWith("/" + SUMS); });
    if (!lists.length) return null;
    lists.sort(function (a, b) { return a.length - b.length; });
    var prefix = lists[0].slice(0, -SUMS.length), found = new Map();
    files.forEach(function (file, i) { if (paths[i].startsWith(prefix)) found.set(paths[i].slice(prefix.length), file); });
    return found;
  }
  async function against(list, found) {
    var lines = new Map();
    (await list.text()).split("\n").forEach(function (line) { if (line) lines.set(plain(line.slice(66)), line.slice(0, 64)); });
    var wrong = rows.filter(function (row) { return lines.get(plain(row.dataset.path)) !== row.dataset.sha; });
    var page = found.get(INDEX), differs = [];
    if (wrong.length || lines.size !== rows.length + 1)
      differs.push("Список на этой странице не совпадает с файлом " + SUMS + ".");
    if (!page || (await sum(page)) !== lines.get(INDEX)) differs.push("Страница " + INDEX + " в папке не та, что записана в " + SUMS + ".");
    return differs;
  }
  async function folder(files) {
    var mine = begin(), found = inFolder(files), bad = [], done = 0;
    if (!found) {
      progress.hidden = true;
      return say("warn", "В этой папке нет файла " + SUMS + ".", ["Выберите папку, в которой лежит эта страница."]);
    }
    var known = new Set(rows.map(function (row) { return plain(row.dataset.path); }).concat([INDEX, SUMS]));
    for (var row of rows) {
      var path = plain(row.dataset.path), file = found.get(path);
      var good = file && file.size === Number(row.dataset.size) && (await sum(file)) === row.dataset.sha;
      if (mine !== running) return;
      mark(row, good, good ? "совпадает" : file ? "изменён" : "нет файла");
      if (!good) bad.push((file ? "Изменён: " : "Нет файла: ") + row.dataset.path);
      step(++done, rows.length);
    }
    found.forEach(function (_, path) { if (!known.has(path)) bad.push("Лишний файл, его нет в списке: " + path); });
    bad = bad.concat(await against(found.get(SUMS), found));
    var control = await sum(found.get(SUMS));
    if (mine !== running) return;
    if (bad.length) say("bad", "Досье изменено. Расхождений: " + bad.length + ".", bad);
    else say("ok", "Все файлы совпадают со списком: " + rows.length + ".", []);
    say("", "Контрольное число: " + control, ["Сравните его с числом этого досье в системе."]);
  }
  async function single(files) {
    var mine = begin(), lines = [], strange = 0, done = 0;
    for (var file of files) {
      var hash = await sum(file);
      if (mine !== running) return;
      var row = rows.find(function (one) { return one.dataset.sha === hash; });
      if (row) mark(row, true, "совпадает"); else strange++;
      lines.push(file.name + (row ? ": не изменён, в досье это " + row.dataset.path : ": такого содержимого в списке нет. SHA-256 " + hash));
      step(++done, files.length);
    }
    say(strange ? "bad" : "ok", strange ? "Не найдено в списке: " + strange + "." : "Выбранные файлы не изменены.", lines);
  }
  function listen(id, act) {
    document.getElementById(id).addEventListener("change", function () {
      var files = Array.from(this.files);
      if (files.length) act(files).catch(function (error) { say("bad", "Прочитать файлы не удалось.", [String(error)]); });
    });
  }
  listen("folder", folder);
  listen("files", single);
  document.getElementById("picking").hidden = false;
  document.getElementById("by-hand").hidden = true;
})();
