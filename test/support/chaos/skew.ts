/** Preloaded: the clock of this host is wrong by CLOCK_SKEW_MS; or it jumps there and back. */
const RealDate = globalThis.Date;
const most = Number(process.env["CLOCK_SKEW_MS"]);
const jumps = Number(process.env["CLOCK_JUMPS_MS"] ?? 0);
let skew = most;
if (jumps > 0) setInterval(() => (skew = -skew), jumps).unref();

class SkewedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    if (parts.length === 0) super(RealDate.now() + skew);
    else super(...parts);
  }

  static override now(): number {
    return RealDate.now() + skew;
  }
}

globalThis.Date = SkewedDate as DateConstructor;
