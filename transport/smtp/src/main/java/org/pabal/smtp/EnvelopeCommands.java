// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.smtp.SmtpCommand.Mail;
import org.pabal.smtp.SmtpCommand.Rcpt;
import org.pabal.smtp.SmtpState.Connected;
import org.pabal.smtp.SmtpState.Greeted;
import org.pabal.smtp.SmtpState.InTransaction;
import org.pabal.wire.Misconduct;

/// MAIL and RCPT. RFC 5321 §4.1.1.2, §4.1.1.3.
final class EnvelopeCommands {
    private static final EnhancedStatus NO_SUCH_MAILBOX = EnhancedStatus.of("5.1.1");

    private final ServerSide side;

    EnvelopeCommands(ServerSide side) {
        this.side = side;
    }

    /// MAIL without a greeting before.
    Step begin(Connected connected, Mail mail) {
        if (side.isLmtp() || !side.tolerated().contains(Leniency.MAIL_BEFORE_GREETING)) {
            return Step.stay(connected, Answers.GREETING_FIRST);
        }
        side.observer.tolerated(Leniency.MAIL_BEFORE_GREETING);
        return begin(new Greeted(connected.client(), Dialect.SMTP), mail);
    }

    /// RFC 6409 §4.3 for AUTH.
    Step begin(Greeted greeted, Mail mail) {
        ClientFacts client = greeted.client();
        SmtpConfig config = side.config;
        if (side.turnsAway()) {
            return side.refuse(
                    greeted, "mail", mail.from(), Answers.NOT_FOR_STRANGERS, "no trusted network");
        }
        if (side.requiresLogin() && client.authenticated().isEmpty()) {
            return Step.stay(
                    greeted,
                    side.extensions.mustEncryptFirst(client)
                            ? Answers.STARTTLS_FIRST
                            : Answers.AUTHENTICATION_REQUIRED);
        }
        if (side.tally.mails() >= config.session().maxMails()) {
            return side.hangUp("4.7.0", "Too many mails in one session");
        }
        Optional<SmtpReply> objection = side.extensions.objection(client, mail.parameters());
        if (objection.isPresent()) {
            return side.refuse(greeted, "mail", mail.from(), objection.get(), "parameters");
        }
        return begin(greeted, mail, mail.parameters().request().priority());
    }

    /// Who is unknown gets no precedence over others. RFC 6710 §4.1.
    private Step begin(Greeted greeted, Mail mail, int priority) {
        boolean unknown = greeted.client().authenticated().isEmpty() && !side.isLmtp();
        if (priority > 0 && unknown) {
            Mail changed = new Mail(mail.from(), mail.parameters().withPriority(0));
            return ask(greeted, changed, Answers.PRIORITY_LOWERED);
        }
        return ask(greeted, mail, Answers.SENDER_OK);
    }

    private Step ask(Greeted greeted, Mail mail, SmtpReply accepted) {
        ClientFacts client = greeted.client();
        ClientFacts speaking =
                client.speaking(greeted.dialect().protocol(client, mail.parameters()))
                        .handing(side.log.forwarded().map(HandedOn::of));
        return switch (side.service.mail(speaking, mail.from(), mail.parameters())) {
            case Verdict.Accept _ ->
                    Step.to(
                            new InTransaction(
                                    greeted, new MailTransaction(side.service, speaking, mail)),
                            accepted);
            case Verdict.Refuse(var reply, var reason) ->
                    side.refuse(greeted, "mail", mail.from(), reply, reason);
        };
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
                    if (side.tally.isHarvest()) {
                        side.misconduct(Misconduct.HARVESTING, "10 unknown recipients");
                    }
                } else if (Answers.isRelayDenied(reply)) {
                    side.misconduct(Misconduct.RELAY_ATTEMPT, reason);
                }
                yield side.refuse(state, "rcpt", rcpt.to(), reply, reason);
            }
        };
    }
}
