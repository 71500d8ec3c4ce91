// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pabal.message.UnavailableException;
import org.pabal.smtp.SmtpCommand.Bdat;
import org.pabal.smtp.SmtpState.InChunks;
import org.pabal.smtp.SmtpState.InTransaction;
import org.pabal.wire.Connection;

/// DATA and BDAT. RFC 5321 §4.1.1.4, RFC 3030.
///
/// Content is read to its true end whatever is wrong with it, so that the session stays in step.
/// Under LMTP its end gets one reply for each recipient (RFC 2033 §4.2).
final class ContentCommands {
    /// A chunk so many times larger than any mail may be is not waited for.
    private static final int FUTILE_CHUNK_FACTOR = 2;

    private final ServerSide side;

    ContentCommands(ServerSide side) {
        this.side = side;
    }

    Step data(InTransaction state) throws IOException {
        MailTransaction mail = state.transaction();
        if (mail.recipients() == 0) {
            return Step.stay(state, withoutRecipients(mail));
        }
        if (mail.isBinary()) {
            return Step.stay(state, Answers.BINARY_NEEDS_BDAT); // RFC 3030 §3
        }
        try (MailService.Content content = mail.content()) {
            side.out.send(Answers.SEND_CONTENT);
            side.out.flush();
            ContentIntake intake = new ContentIntake(content, side.config.mail().maxOctets());
            side.connection.readDeadline(side.config.session().dataDeadline());
            boolean mends = mends();
            Connection.BodyFacts body =
                    side.connection.readDotBody(mends ? new LineEndMender(intake) : intake);
            side.connection.readDeadline(side.config.session().commandDeadline());
            boolean bare = body.bareCr() || body.bareLf(); // THREATS S01 to S03, S31
            if (bare && mends) {
                side.observer.tolerated(Leniency.BARE_LINE_ENDS);
            }
            boolean bad = body.nul() || bare && !mends;
            return Step.to(state.before(), finish(mail, content, intake, bad));
        }
    }

    private boolean mends() {
        return side.tolerated().contains(Leniency.BARE_LINE_ENDS);
    }

    private static SmtpReply withoutRecipients(MailTransaction mail) {
        return mail.attempts() == 0 ? Answers.RCPT_FIRST : Answers.NO_VALID_RECIPIENTS;
    }

    private List<SmtpReply> finish(
            MailTransaction mail,
            MailService.Content content,
            ContentIntake intake,
            boolean badLineEnds) {
        int expected = side.isLmtp() ? mail.recipients() : 1;
        List<SmtpReply> replies = replies(content, intake, badLineEnds, expected);
        side.tally.mail();
        side.log.mail(mail.from(), mail.recipients(), intake.octets(), replies);
        for (SmtpReply reply : replies) {
            if (!reply.isPositive()) {
                side.observer.refused(
                        new Refusal(mail.client(), Optional.of(mail.from()), "data", "", reply));
            }
        }
        return replies;
    }

    private List<SmtpReply> replies(
            MailService.Content content, ContentIntake intake, boolean badLineEnds, int expected) {
        try {
            intake.throwIfFailed();
            if (intake.isOverLimit()) {
                return Collections.nCopies(expected, Answers.TOO_LARGE);
            }
            if (badLineEnds) {
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

    /// The first chunk of a mail.
    Step bdat(InTransaction state, Bdat chunk) throws IOException {
        MailTransaction mail = state.transaction();
        if (mail.recipients() == 0) {
            return unwelcome(state, chunk, withoutRecipients(mail));
        }
        if (isFutile(chunk)) {
            return chunkTooLarge();
        }
        ChunkedContent content;
        try {
            content = new ChunkedContent(mail, side.config.mail().maxOctets(), mends());
        } catch (UnavailableException outOfOrder) {
            side.log.unavailable(outOfOrder);
            // A later chunk finds no transaction: it is never taken for the beginning.
            return unwelcome(state.before(), chunk, side.unavailable());
        }
        boolean goesOn = false;
        try {
            Step step = bdat(new InChunks(state.before(), content), chunk);
            goesOn = step.next() instanceof InChunks;
            return step;
        } finally {
            if (!goesOn) {
                content.close(); // which the session does where it leaves that state
            }
        }
    }

    /// Any chunk of a mail. After one that is refused the others are, too, until the last, RSET or
    /// EHLO.
    Step bdat(InChunks state, Bdat chunk) throws IOException {
        ChunkedContent content = state.content();
        if (isFutile(chunk)) {
            return chunkTooLarge();
        }
        read(chunk, content);
        if (chunk.last()) {
            if (content.isMended()) {
                side.observer.tolerated(Leniency.BARE_LINE_ENDS);
            }
            List<SmtpReply> replies =
                    finish(
                            content.mail(),
                            content.content(),
                            content.intake(),
                            content.holdsBadLineEndsAtEnd());
            return Step.to(state.before(), replies);
        }
        return Step.to(
                state,
                refusal(content)
                        .orElseGet(
                                () -> SmtpReply.of(250, "2.0.0", chunk.chunkOctets() + " octets")));
    }

    private Optional<SmtpReply> refusal(ChunkedContent content) {
        try {
            content.intake().throwIfFailed();
        } catch (UnavailableException outOfOrder) {
            side.log.unavailable(outOfOrder);
            return Optional.of(side.unavailable());
        }
        if (content.intake().isOverLimit()) {
            return Optional.of(Answers.TOO_LARGE);
        }
        return content.holdsBadLineEnds() ? Optional.of(Answers.BAD_LINE_ENDS) : Optional.empty();
    }

    /// A chunk that no mail waits for comes nevertheless, without waiting for a reply: it is read
    /// away, so that none of it is taken for a command.
    Step unwelcome(SmtpState next, Bdat chunk, SmtpReply reply) throws IOException {
        if (isFutile(chunk)) {
            return chunkTooLarge();
        }
        read(chunk, (_, _, _) -> {});
        return Step.stay(next, reply);
    }

    private Step chunkTooLarge() {
        return side.hangUp("4.7.0", "Chunk too large");
    }

    private boolean isFutile(Bdat chunk) {
        return chunk.chunkOctets() / FUTILE_CHUNK_FACTOR > side.config.mail().maxOctets();
    }

    private void read(Bdat chunk, Connection.Sink sink) throws IOException {
        side.connection.readDeadline(side.config.session().dataDeadline());
        side.connection.readExactly(chunk.chunkOctets(), sink);
        side.connection.readDeadline(side.config.session().commandDeadline());
    }
}
