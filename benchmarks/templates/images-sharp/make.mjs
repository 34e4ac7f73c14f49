// Makes the files of job.json with sharp, in one of three ways; which is fastest is tried before.
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";

const job = JSON.parse(await readFile("job.json", "utf8"));
const FORMATS = {
  webp: (image) => image.webp({ quality: job.webp, effort: job.effort }),
  jpg: (image) => image.jpeg({ quality: job.jpeg, progressive: true }),
};

sharp.cache(false); // nothing is read twice
sharp.concurrency(job.threads);

const scaled = (image, width) => image.resize({ width, kernel: "lanczos3" });

async function raw(image) {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return () => sharp(data, { raw: { width, height, channels } });
}

async function encode(image, file, width) {
  for (const [suffix, encoded] of Object.entries(FORMATS)) {
    const name = `${path.basename(file, ".jpg")}-${width}.${suffix}`;
    await encoded(image()).toFile(path.join("out", name));
  }
}

const WAYS = {
  // Each file from the photograph on, as most people write it.
  async files(file) {
    for (const width of job.widths) await encode(() => scaled(sharp(file), width), file, width);
  },
  // Each width is decoded and scaled once, then encoded twice.
  async widths(file) {
    for (const width of job.widths) await encode(await raw(scaled(sharp(file), width)), file, width);
  },
  // Decoded once, at half its size; scaled and encoded from there.
  async once(file) {
    const { width } = await sharp(file).metadata();
    const half = await raw(sharp(file).resize({ width: width / 2 }));
    for (const each of job.widths) await encode(await raw(scaled(half(), each)), file, each);
  },
};

async function work(todo) {
  for (let file = todo.shift(); file; file = todo.shift()) await WAYS[job.way](file);
}

await mkdir("out", { recursive: true });
const todo = [...job.photographs];
await Promise.all(Array.from({ length: job.atOnce }, () => work(todo)));
