// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.pabal.message.UnavailableException;
import org.pabal.smtp.SmtpState.InTransaction;
import org.pabal.wire.Connection;

/// DATA and BDAT. RFC 5321 §4.1.1.4, RFC 3030 §2.
final class ContentCommands {
    private final ServerSide side;

    ContentCommands(ServerSide side) {
        this.side = side;
    }

    Step data(InTransaction state) throws IOException {
        MailTransaction mail = state.transaction();
        if (mail.recipients() == 0) {
            return Step.stay(
                    state, mail.attempts() == 0 ? Answers.RCPT_FIRST : Answers.NO_VALID_RECIPIENTS);
        }
        try (MailService.Content content = mail.content()) {
            side.out.send(Answers.SEND_CONTENT);
            side.out.flush();
            ContentIntake intake = new ContentIntake(content, side.config.mail().maxOctets());
            side.connection.readDeadline(side.config.session().dataDeadline());
            Connection.BodyFacts body = side.connection.readDotBody(intake);
            side.connection.readDeadline(side.config.session().commandDeadline());
            List<SmtpReply> replies =
                    finish(content, intake, body, side.isLmtp() ? mail.recipients() : 1);
            side.tally.mail();
            side.log.mail(mail.from(), mail.recipients(), intake.octets(), replies);
            return Step.to(state.before(), replies);
        }
    }

    /// @param expected one reply, under LMTP one for each recipient (RFC 2033 §4.2)
    private List<SmtpReply> finish(
            MailService.Content content,
            ContentIntake intake,
            Connection.BodyFacts body,
            int expected) {
        try {
            intake.throwIfFailed();
            if (intake.isOverLimit()) {
                return Collections.nCopies(expected, Answers.TOO_LARGE);
            }
            if (body.bareCr() || body.bareLf() || body.nul()) { // THREATS S01 to S03, S31
                return Collections.nCopies(expected, Answers.BAD_LINE_ENDS);
            }
            List<SmtpReply> replies = content.finish();
            if (replies.size() != expected) {
                throw new IllegalStateException(
                        "the service gave " + replies.size() + " replies, not " + expected);
            }
            return replies;
        } catch (UnavailableException outOfOrder) {
            side.log.unavailable(outOfOrder);
            return Collections.nCopies(expected, side.unavailable());
        }
    }

    /// The chunk comes without waiting for a reply: it is read away, so that none of it is taken
    /// for a command. The transaction is over, so that DATA finds none, as RFC 3030 §2 wants.
    Step bdat(SmtpState next, long octets) throws IOException {
        if (octets > side.config.mail().maxOctets()) {
            return side.hangUp("4.7.0", "Chunk too large");
        }
        side.connection.readDeadline(side.config.session().dataDeadline());
        side.connection.readExactly(octets, (_, _, _) -> {});
        side.connection.readDeadline(side.config.session().commandDeadline());
        return new Step(next, List.of(Answers.NOT_IMPLEMENTED), true);
    }
}
