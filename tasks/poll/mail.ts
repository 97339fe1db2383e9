import PostalMime, { type Address } from "postal-mime";

/** What a mail says, as far as its source has been read. */
export async function mailOf(source: Buffer) {
  const mail = await PostalMime.parse(source, { maxNestingDepth: 50 });
  return {
    message_id: mail.messageId ?? null,
    in_reply_to: mail.inReplyTo ?? null,
    from: mailboxesOf(mail.from === undefined ? [] : [mail.from])[0] ?? null,
    to: mailboxesOf(mail.to),
    cc: mailboxesOf(mail.cc),
    reply_to: mailboxesOf(mail.replyTo),
    subject: mail.subject ?? "",
    text: mail.text ?? null,
    html: mail.html ?? null,
    date: mail.date ?? null,
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename,
      type: mimeType,
      size: typeof content === "string" ? content.length : content.byteLength,
    })),
  };
}

/** Those of groups stand for themselves. */
function mailboxesOf(
  addresses: readonly Address[] | undefined,
): { name: string; address: string }[] {
  return (addresses ?? []).flatMap(({ name, address, group }) =>
    group === undefined ? [{ name, address: address ?? "" }] : mailboxesOf(group),
  );
}
