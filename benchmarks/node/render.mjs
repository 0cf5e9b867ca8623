// docxtemplater as its documentation shows: a new zip and a new template for every document.
//   node render.mjs TEMPLATE DATA.yaml OUT.docx     one document, for the cold start
//   node render.mjs TEMPLATE OUT_DIR                reads "memory|files COUNT" a line, answers with seconds,
//                                                   by the clock and of the processor;
//                                                   the first line names the data files, one path each, tabs between
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";
import yaml from "js-yaml";

const [template, second, out] = process.argv.slice(2);
const content = fs.readFileSync(template);

function render(data) {
  const document = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
  document.render(data);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

function read(file) {
  return yaml.load(fs.readFileSync(file, "utf8"));
}

if (out) {
  fs.writeFileSync(out, render(read(second)));
} else {
  let files = null;
  let ready = null;
  let next = 0;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!files) {
      files = line.split("\t");
      ready = files.map(read);
      continue;
    }
    const [kind, count] = line.split(" ");
    const start = process.hrtime.bigint();
    const used = process.cpuUsage();
    for (let done = 0; done < Number(count); done++, next++) {
      const at = next % files.length;
      if (kind === "memory") render(ready[at]);
      else fs.writeFileSync(path.join(second, `${at}.docx`), render(read(files[at])));
    }
    const { user, system } = process.cpuUsage(used);
    console.log(Number(process.hrtime.bigint() - start) / 1e9, (user + system) / 1e6);
  }
}
