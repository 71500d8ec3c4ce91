// SPDX-License-Identifier: Apache-2.0

/// SMTP and LMTP, both ends: commands, replies, session, client.
///
/// RFC 5321 (SMTP), RFC 2033 (LMTP), RFC 6409 (submission), RFC 1870 (SIZE), RFC 2034
/// (ENHANCEDSTATUSCODES), RFC 2920 (PIPELINING), RFC 3207 (STARTTLS), RFC 4954 (AUTH), RFC 6152
/// (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3030 (CHUNKING, BINARYMIME), RFC 3461 (DSN), RFC 6710
/// (MT-PRIORITY), RFC 2852 (DELIVERBY), RFC 4865 (FUTURERELEASE), RFC 8689 (REQUIRETLS), RFC 9422
/// (LIMITS).
///
/// **The server's end.** {@link org.pabal.smtp.SmtpParser} turns a line into a
/// {@link org.pabal.smtp.SmtpCommand}, {@link org.pabal.smtp.SmtpSession} decides by its state
/// whether the command is welcome and asks a {@link org.pabal.smtp.MailService}, the mail system
/// behind it, for every decision about mail. What is promised:
///
/// - Any octets give a reply or the end of the session, within the limits of THREATS §4.
/// - A service sees each transaction once: `mail`, `rcpt`…, then either `content` or `reset`. A
///   content ends with `finish` when it came whole and well-formed within the size limit, and with
///   `close` else; nothing of a mail that was refused or cut off is kept.
/// - A positive reply behind the dot is the service's own, said after its `finish` returned.
/// - What is out of order on our side is 451 or 421, never 5yz.
///
/// **The client's end.** {@link org.pabal.smtp.SmtpClient} sends any number of mails over one
/// connection and gives an outcome for each recipient. A server's replies are foreign input: what
/// makes no sense or does not come is temporary.
@NullMarked
package org.pabal.smtp;

import org.jspecify.annotations.NullMarked;
