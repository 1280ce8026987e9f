/* The check of a file on /verify: its SHA-256 is counted here, piece by piece; the file itself is never sent.
   Our own digest, because browsers give theirs to secure pages only and want the whole file in memory. */
(function () {
  "use strict";
  var PIECE = 4 * 1024 * 1024;
  var K = new Uint32Array(64), START = new Uint32Array(8);
  (function () {
    var found = 0;
    function fraction(root) { return ((root - Math.floor(root)) * 4294967296) >>> 0; }
    for (var n = 2; found < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (found < 8) START[found] = fraction(Math.pow(n, 1 / 2));
      K[found++] = fraction(Math.pow(n, 1 / 3));
    }
  })();

  function Digest() { this.state = new Uint32Array(START); this.rest = new Uint8Array(0); this.length = 0; }

  Digest.prototype.add = function (bytes) {
    var all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest); all.set(bytes, this.rest.length);
    this.length += bytes.length;
    var whole = all.length - all.length % 64;
    this.mix(all, whole);
    this.rest = all.slice(whole);
  };

  Digest.prototype.mix = function (bytes, end) {
    var s = this.state, w = new Uint32Array(64);
    for (var at = 0; at < end; at += 64) {
      for (var i = 0; i < 16; i++) {
        var b = at + i * 4;
        w[i] = (bytes[b] << 24) | (bytes[b + 1] << 16) | (bytes[b + 2] << 8) | bytes[b + 3];
      }
      for (i = 16; i < 64; i++) {
        var x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7]
          + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3))
          + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
      }
      var a = s[0], c = s[1], d = s[2], e = s[3], f = s[4], g = s[5], h = s[6], k = s[7];
      for (i = 0; i < 64; i++) {
        var one = (k + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7)))
          + ((f & g) ^ (~f & h)) + K[i] + w[i]) | 0;
        var two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10)))
          + ((a & c) ^ (a & d) ^ (c & d))) | 0;
        k = h; h = g; g = f; f = (e + one) | 0; e = d; d = c; c = a; a = (one + two) | 0;
      }
      s[0] += a; s[1] += c; s[2] += d; s[3] += e; s[4] += f; s[5] += g; s[6] += h; s[7] += k;
    }
  };

  Digest.prototype.hex = function () {
    var bits = this.length * 8, tail = new Uint8Array((this.rest.length < 56 ? 64 : 128));
    tail.set(this.rest); tail[this.rest.length] = 128;
    var view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 4294967296));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.mix(tail, tail.length);
    return Array.prototype.map.call(this.state, function (word) { return ("0000000" + word.toString(16)).slice(-8); }).join("");
  };

  async function hash(file, told) {
    var digest = new Digest();
    for (var at = 0; at < file.size; at += PIECE) {
      digest.add(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      told(Math.min(100, Math.round((at + PIECE) * 100 / file.size)));
    }
    return digest.hex();
  }

  function setUp(form) {
    var input = form.querySelector("input[type=file]"), words = form.querySelector("[data-progress]");
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      var file = input.files[0];
      if (!file) { words.textContent = "Выберите файл документа."; input.focus(); return; }
      words.textContent = "Считаем контрольную сумму…";
      try {
        var found = await hash(file, function (percent) { words.textContent = "Считаем контрольную сумму: " + percent + " %"; });
        form.querySelector("[name=sha256]").value = found;
        location.assign(form.getAttribute("action") + "?sha256=" + found);
      } catch (error) {
        words.textContent = "Файл не читается. Выберите его заново.";
      }
    });
  }

  document.querySelectorAll("form[data-verify]").forEach(setUp);
})();
