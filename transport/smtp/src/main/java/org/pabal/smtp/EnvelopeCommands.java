// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.time.Duration;
import org.pabal.message.EnhancedStatus;
import org.pabal.smtp.SmtpCommand.Mail;
import org.pabal.smtp.SmtpCommand.Rcpt;
import org.pabal.smtp.SmtpState.Connected;
import org.pabal.smtp.SmtpState.Greeted;
import org.pabal.smtp.SmtpState.InTransaction;

/// MAIL and RCPT. RFC 5321 §4.1.1.2, §4.1.1.3.
final class EnvelopeCommands {
    private static final EnhancedStatus NO_SUCH_MAILBOX = EnhancedStatus.of("5.1.1");

    private final ServerSide side;

    EnvelopeCommands(ServerSide side) {
        this.side = side;
    }

    /// MAIL without a greeting before.
    Step begin(Connected connected, Mail mail) {
        if (side.isLmtp() || !side.config.leniencies().contains(Leniency.MAIL_BEFORE_GREETING)) {
            return Step.stay(connected, Answers.GREETING_FIRST);
        }
        side.observer.tolerated(Leniency.MAIL_BEFORE_GREETING);
        return begin(new Greeted(connected.client(), Dialect.SMTP), mail);
    }

    /// RFC 6409 §4.3 for AUTH.
    Step begin(Greeted greeted, Mail mail) {
        ClientFacts client = greeted.client();
        SmtpConfig config = side.config;
        if (config.requiresAuth() && client.authenticated().isEmpty()) {
            return Step.stay(
                    greeted,
                    side.extensions.mustEncryptFirst(client)
                            ? Answers.STARTTLS_FIRST
                            : Answers.AUTHENTICATION_REQUIRED);
        }
        if (side.tally.mails() >= config.session().maxMails()) {
            return side.hangUp("4.7.0", "Too many mails in one session");
        }
        if (mail.parameters().size().orElse(0) > config.mail().maxOctets()) {
            return refuse(greeted, mail, Answers.TOO_LARGE, "SIZE over the limit");
        }
        ClientFacts speaking =
                client.speaking(greeted.dialect().protocol(client, mail.parameters()));
        return switch (side.service.mail(speaking, mail.from(), mail.parameters())) {
            case Verdict.Accept _ ->
                    Step.to(
                            new InTransaction(
                                    greeted, new MailTransaction(side.service, speaking, mail)),
                            Answers.SENDER_OK);
            case Verdict.Refuse(var reply, var reason) -> refuse(greeted, mail, reply, reason);
        };
    }

    private Step refuse(Greeted greeted, Mail mail, SmtpReply reply, String reason) {
        return side.refuse(greeted, "mail", mail.from(), reply, reason);
    }

    Step rcpt(InTransaction state, Rcpt rcpt) throws IOException {
        int maxRecipients = side.config.mail().maxRecipients();
        if (state.transaction().isFutile(maxRecipients)) {
            return side.hangUp("4.7.0", "Too many recipients");
        }
        return switch (state.transaction().rcpt(rcpt, maxRecipients)) {
            case Verdict.Accept _ -> Step.stay(state, Answers.RECIPIENT_OK);
            case Verdict.Refuse(var reply, var reason) -> {
                if (reply.status().filter(NO_SUCH_MAILBOX::equals).isPresent()) {
                    // Makes each guess cost more time than the one before (THREATS S28).
                    side.makeWait(Duration.ofSeconds(side.tally.unknownRecipient()));
                }
                yield side.refuse(state, "rcpt", rcpt.to(), reply, reason);
            }
        };
    }
}
