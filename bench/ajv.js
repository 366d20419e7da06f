// Measures ajv for the Go program in external.go: node ajv.js SCHEMA INSTANCES MILLISECONDS, in a
// directory in which it is installed. INSTANCES has one instance a line. The output is JSON: the
// processor time in nanoseconds for all instances once, from bytes to a result, and how many are valid.
const fs = require("fs");
const path = require("path");
const use = (name) => require(require.resolve(name, { paths: [process.cwd()] }));

const [schemaFile, instancesFile, milliseconds] = process.argv.slice(2);
const schema = JSON.parse(fs.readFileSync(schemaFile, "utf8"));
const instances = fs.readFileSync(instancesFile, "utf8").split("\n").filter((line) => line !== "").map((line) => Buffer.from(line));

const draft = String(schema.$schema || "");
const name = draft.includes("draft-04") ? "ajv-draft-04" : draft.includes("2019-09") ? "ajv/dist/2019" : draft.includes("draft-0") ? "ajv" : "ajv/dist/2020";
const Ajv = use(name).default;

// Some schemas have patterns that are invalid with the flag u, or contain the metaschema.
function compile(options) {
  const ajv = new Ajv({ strict: false, logger: false, ...options });
  if (draft.includes("draft-06") && ajv.opts.meta !== false) ajv.addMetaSchema(use("ajv/dist/refs/json-schema-draft-06.json"));
  use("ajv-formats").default(ajv);
  return ajv.compile(schema);
}
const attempts = [{}, { unicodeRegExp: false }, { unicodeRegExp: false, meta: false, validateSchema: false }];
let validate;
while (!validate) {
  const options = attempts.shift();
  try {
    validate = compile(options);
  } catch (error) {
    if (attempts.length === 0) throw error;
  }
}

function pass() {
  let valid = 0;
  for (const instance of instances) if (validate(JSON.parse(instance))) valid++;
  return valid;
}

function measure(milliseconds) {
  const start = process.cpuUsage();
  for (let passes = 1, valid; ; passes++) {
    valid = pass();
    const used = process.cpuUsage(start);
    const micros = used.user + used.system;
    if (micros >= 1000 * milliseconds) return { nanoseconds: (1000 * micros) / passes, valid };
  }
}

measure(Number(milliseconds)); // until it is optimized
console.log(JSON.stringify(measure(Number(milliseconds))));
