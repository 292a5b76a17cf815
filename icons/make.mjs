// Draws every icon of the program from its SVG sources: `npm ci && npm run make` in this folder.
import { Resvg } from "@resvg/resvg-js";
import { readFileSync, writeFileSync } from "node:fs";

const here = (name) => new URL(name, import.meta.url);
const big = readFileSync(here("songda.svg"), "utf8");
const small = readFileSync(here("songda-small.svg"), "utf8");
const template = readFileSync(here("tray-template.svg"), "utf8");
// Icons of macOS leave a margin of 100 in 1024 around their ground; ours has 16 in 512.
const margin = (480 * 1024) / 824;
const onMac = big.replace('viewBox="0 0 512 512"', `viewBox="${256 - margin / 2} ${256 - margin / 2} ${margin} ${margin}"`);

const drawn = (svg, size) => new Resvg(svg, { fitTo: { mode: "width", value: size }, font: { loadSystemFonts: false } }).render();
const png = (svg, size) => drawn(svg, size).asPng();
/** Below 64 pixels the detail of the big picture is only dirt. */
const fit = (size) => (size <= 48 ? small : big);

/**
 * An icon of Windows: small pictures as bitmaps, as its older parts want them, the largest as PNG. What lies between 64 and
 * 256 Windows draws from the largest; bitmaps of those sizes would be most of the file, and it lies in every setup program.
 */
function ico(sizes) {
  const pictures = sizes.map((size) => ({ size, bytes: size >= 256 ? png(fit(size), size) : bitmap(fit(size), size) }));
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, bytes }, nth) => {
    const at = 6 + 16 * nth;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(bytes.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  });
  return Buffer.concat([head, ...pictures.map(({ bytes }) => bytes)]);
}

/** 32-bit BGRA from the bottom up, without premultiplied alpha, and a mask of nothing. */
function bitmap(svg, size) {
  const { pixels } = drawn(svg, size);
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(size, 4);
  head.writeInt32LE(size * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  const colours = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = (y * size + x) * 4;
      const to = ((size - 1 - y) * size + x) * 4;
      const alpha = pixels[from + 3];
      const plain = (value) => (alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha)));
      colours.set([plain(pixels[from + 2]), plain(pixels[from + 1]), plain(pixels[from]), alpha], to);
    }
  }
  return Buffer.concat([head, colours, Buffer.alloc(Math.ceil(size / 32) * 4 * size)]);
}

/** An icon of macOS: PNGs by type; an @2x picture is the plain one of half its size, drawn finer. */
function icns() {
  const pictures = [
    ["icp4", small, 16],
    ["icp5", small, 32],
    ["ic11", small, 32],
    ["ic12", onMac, 64],
    ["ic07", onMac, 128],
    ["ic13", onMac, 256],
    ["ic08", onMac, 256],
    ["ic14", onMac, 512],
    ["ic09", onMac, 512],
    ["ic10", onMac, 1024],
  ];
  const parts = pictures.map(([type, svg, size]) => chunk(type, png(svg, size)));
  return chunk("icns", Buffer.concat(parts));
}

function chunk(type, bytes) {
  const head = Buffer.alloc(8);
  head.write(type, "latin1");
  head.writeUInt32BE(bytes.length + 8, 4);
  return Buffer.concat([head, bytes]);
}

const files = {
  "32x32.png": png(small, 32),
  "64x64.png": png(big, 64),
  "128x128.png": png(big, 128),
  "128x128@2x.png": png(big, 256),
  "icon.png": png(big, 512),
  "icon.ico": ico([16, 20, 24, 32, 40, 48, 64, 256]),
  "icon.icns": icns(),
  "tray.png": png(small, 64),
  "tray-template.png": png(template, 44),
};
for (const [name, bytes] of Object.entries(files)) writeFileSync(here(name), bytes);
