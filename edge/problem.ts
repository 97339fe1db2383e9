/** An answer other than success: what clients are told, and nothing else. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    { hint, headers = {} }: { hint?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.headers = headers;
  }

  toJSON(): object {
    const { code, message, hint } = this;
    return { error: { code, message, ...(hint === undefined ? {} : { hint }) } };
  }
}
