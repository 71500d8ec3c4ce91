// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.smtp.SmtpCommand.PathForm;

/// A mail between MAIL and the end of its content. RFC 5321 §3.3.
///
/// The service holds the recipients; this counts them. Whoever ends it without content tells the
/// service, once.
final class MailTransaction {
    /// Attempts beyond the limit on recipients are answered with 452, but not for ever.
    private static final int FUTILE_ATTEMPTS_FACTOR = 200;

    private final MailService service;
    private final ClientFacts client;
    private final ReversePath from;
    private final MailParameters parameters;
    private int attempts;
    private int recipients;
    private boolean open = true;

    /// @param client with the protocol that this mail speaks
    MailTransaction(MailService service, ClientFacts client, SmtpCommand.Mail mail) {
        this.service = service;
        this.client = client;
        this.from = mail.from();
        this.parameters = mail.parameters();
    }

    ClientFacts client() {
        return client;
    }

    ReversePath from() {
        return from;
    }

    /// Any octets may come, and by BDAT only. RFC 3030 §3.
    boolean isBinary() {
        return parameters.body() == MailParameters.Body.BINARY_MIME;
    }

    int attempts() {
        return attempts;
    }

    /// Those that were accepted.
    int recipients() {
        return recipients;
    }

    boolean isFutile(int maxRecipients) {
        return attempts / FUTILE_ATTEMPTS_FACTOR >= maxRecipients;
    }

    Verdict rcpt(SmtpCommand.Rcpt command, int maxRecipients) {
        if (++attempts > maxRecipients) {
            return new Verdict.Refuse(Answers.TOO_MANY_RECIPIENTS, "too many recipients");
        }
        if (command.form() == PathForm.UTF_8 && !parameters.smtpUtf8()) {
            return new Verdict.Refuse(Answers.NEEDS_SMTPUTF8, "MAIL came without SMTPUTF8");
        }
        ForwardPath to = command.to();
        Verdict verdict = service.rcpt(client, to, command.request());
        if (verdict instanceof Verdict.Accept) {
            recipients++;
        }
        return verdict;
    }

    /// Opens the content, whose end is from now on the end of the transaction.
    MailService.Content content() {
        MailService.Content content = service.content(client);
        open = false;
        return content;
    }

    void close() {
        if (open) {
            open = false;
            service.reset();
        }
    }
}
