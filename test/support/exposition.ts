/** Reads Prometheus' text format (0.0.4) as strictly as its grammar is. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\\\n]|\\\\[\\\\n])*)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const SAMPLE = new RegExp(
  `^(${NAME})(?:\\{(.*)\\})? (-?[0-9.]+(?:e[+-]?\\d+)?|[+-]Inf|[Nn]a[Nn])$`,
  "s",
);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/;
const ESCAPES: Record<string, string> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };
const OF_A_FAMILY = /_(bucket|sum|count)$/;

/** Throws at the first line that is none of the format. */
export function parseExposition(text: string): Sample[] {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.slice(0, -1).split("\n")) {
    const type = TYPE.exec(line);
    if (type !== null) {
      if (types.has(type[1]!)) throw new Error(`a second type: ${line}`);
      types.set(type[1]!, type[2]!);
    } else if (line !== "" && !HELP.test(line)) {
      const sample = sampleOf(line);
      const family = sample.name.replace(OF_A_FAMILY, "");
      if (!types.has(sample.name) && types.get(family) !== "histogram" && !types.has(family)) {
        throw new Error(`without a type: ${line}`);
      }
      const series = JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()]);
      if (seen.has(series)) throw new Error(`a second sample: ${line}`);
      seen.add(series);
      samples.push(sample);
    }
  }
  return samples;
}

function sampleOf(line: string): Sample {
  const [, name, inner = "", value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  for (let rest = inner; rest !== "";) {
    const [all, label, text] = LABEL.exec(rest) ?? [];
    if (all === undefined || Object.hasOwn(labels, label!)) throw new Error(`no label: ${line}`);
    labels[label!] = text!.replaceAll(/\\[\\"n]/g, (escape) => ESCAPES[escape]!);
    rest = rest.slice(all.length);
  }
  const number = value!.endsWith("Inf") ? Number(`${value}inity`) : Number(value);
  return { name, labels, value: number };
}
