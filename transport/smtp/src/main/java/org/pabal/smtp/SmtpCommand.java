// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;

/// One request line, parsed but not yet judged. RFC 5321 §4.1.1.
public sealed interface SmtpCommand {

    /// @param client the name that the client gives itself: printable ASCII, 1 to 255 octets
    record Ehlo(String client) implements SmtpCommand {}

    record Helo(String client) implements SmtpCommand {}

    /// RFC 2033 §4.1.
    record Lhlo(String client) implements SmtpCommand {}

    record Mail(ReversePath from, MailParameters parameters) implements SmtpCommand {}

    /// @param form how path and parameters were written: non-ASCII needs SMTPUTF8 at MAIL
    record Rcpt(ForwardPath to, PathForm form, RecipientRequest request) implements SmtpCommand {}

    record Data() implements SmtpCommand {}

    /// RFC 3030 §2.
    record Bdat(long chunkOctets, boolean last) implements SmtpCommand {}

    record Rset() implements SmtpCommand {}

    record Noop() implements SmtpCommand {}

    record Vrfy(String argument) implements SmtpCommand {}

    record Expn(String argument) implements SmtpCommand {}

    record Help() implements SmtpCommand {}

    record Quit() implements SmtpCommand {}

    /// RFC 3207 §4.
    record StartTls() implements SmtpCommand {}

    /// RFC 4954 §4.
    ///
    /// @param mechanism in upper case
    /// @param initialResponse as sent: base64, or `=` for no octets
    record Auth(String mechanism, Optional<String> initialResponse) implements SmtpCommand {

        /// Without the response, which is a secret.
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }

    /// RFC 1985 §4.
    ///
    /// @param node whose queue is to be started: a domain, or one of `@` and `#` and something
    record Etrn(String node) implements SmtpCommand {}

    /// Of a front, as Postfix documents it; looked into once the front is known to be trusted.
    record Xclient(String attributes) implements SmtpCommand {}

    /// As {@link Xclient}.
    record Xforward(String attributes) implements SmtpCommand {}

    /// A command that was known once and is served no more: TURN, SEND, DEBUG… (THREATS S32)
    record Retired(String verb) implements SmtpCommand {}

    /// The request line of HTTP, by a browser that was led to a mail port (THREATS S24).
    record HttpRequest(String method) implements SmtpCommand {}

    /// A line outside the grammar; the reply says why.
    record Unparsable(SmtpReply reply) implements SmtpCommand {}

    /// How a path was written, or is to be. RFC 6531 §3.3.
    enum PathForm {
        ASCII,
        UTF_8
    }
}
