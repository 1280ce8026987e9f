/* SHA-256 that takes a file piece by piece. `crypto.subtle` wants the whole file in memory, and https. */
window.Sha256 = (function () {
  "use strict";
  var START = new Int32Array(8), K = new Int32Array(64), W = new Int32Array(64);

  /* The constants are the fractions of the roots of the first primes. */
  function fraction(x) { return (x - Math.floor(x)) * 4294967296 | 0; }
  for (var n = 2, found = 0; found < 64; n++) {
    var d = 2;
    while (d * d <= n && n % d) d++;
    if (d * d <= n) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }

  function block(state, data, at) {
    var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (var i = 0; i < 64; i++) {
      if (i < 16) {
        W[i] = data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3];
        at += 4;
      } else {
        var x = W[i - 15], y = W[i - 2];
        W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) +
          ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
      }
      var one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (g ^ e & (f ^ g)) + K[i] + W[i] | 0;
      var two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b | c & (a | b)) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  function Sha256() {
    this.state = START.slice();
    this.size = 0;
    this.rest = new Uint8Array(0);
  }

  Sha256.prototype.add = function (data) {
    this.size += data.length;
    if (this.rest.length) {
      var joined = new Uint8Array(this.rest.length + data.length);
      joined.set(this.rest);
      joined.set(data, this.rest.length);
      data = joined;
    }
    var at = 0;
    for (; at + 64 <= data.length; at += 64) block(this.state, data, at);
    this.rest = data.slice(at);
    return this;
  };

  Sha256.prototype.hex = function () {
    var state = this.state.slice(), last = new Uint8Array(this.rest.length < 56 ? 64 : 128), view = new DataView(last.buffer), text = "";
    last.set(this.rest);
    last[this.rest.length] = 128;
    view.setUint32(last.length - 8, Math.floor(this.size / 536870912));
    view.setUint32(last.length - 4, this.size * 8 >>> 0);
    for (var at = 0; at < last.length; at += 64) block(state, last, at);
    state.forEach(function (word) { text += (word >>> 0).toString(16).padStart(8, "0"); });
    return text;
  };

  return Sha256;
})();
