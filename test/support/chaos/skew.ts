/** Preloaded: the clock of this host is wrong by CLOCK_SKEW_MS. */
const RealDate = globalThis.Date;
const skew = Number(process.env["CLOCK_SKEW_MS"]);

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
