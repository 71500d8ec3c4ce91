// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.MimeLimits;
import org.pabal.mta.ledger.Fact;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one mail's content in, in one pass: the header section is gathered, judged and examined,
/// the body is stored and examined as it comes, and in the end our fields are put on top. Once a
/// limit is passed or the store fails, the rest is read and dropped, and {@link #problem} says what
/// to reply at the dot. For one thread.
public final class MailIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailIntake.class);

    private static final SmtpReply HEADER_TOO_LARGE =
            SmtpReply.of(552, "5.3.4", "Header section too large");

    private static final SmtpReply NO_ROOM_FOR_HEADER =
            SmtpReply.of(452, "4.3.1", "Too many large header sections, try again later");

    private final MessageLimits limits;
    private final ContentExamination examination;
    private final HeaderRule rule;
    private final HeaderGathering gathering;
    private boolean headerTaken;
    private Optional<MessageIntake> intake = Optional.empty();
    private Optional<SmtpReply> problem = Optional.empty();
    private Optional<Verdict.Refuse> refusal = Optional.empty();
    private Map<Fact, String> facts = Map.of();

    /// @param examination closed with the intake
    public MailIntake(
            MailboxStore mailboxes,
            MessageLimits limits,
            HeaderRoom room,
            HeaderRule rule,
            ContentExamination examination) {
        this.limits = limits;
        this.rule = rule;
        this.examination = examination;
        this.gathering = new HeaderGathering(MimeLimits.DEFAULT.maxHeaderOctets(), room);
        guarded(() -> intake = Optional.of(mailboxes.newMessage()));
    }

    /// Takes what the client sends.
    public void write(byte[] octets, int offset, int length) {
        if (problem.isPresent()) {
            return;
        }
        int used = headerTaken ? 0 : gather(octets, offset, length);
        if (used < length) {
            body(octets, offset + used, length - used);
        }
    }

    private int gather(byte[] octets, int offset, int length) {
        int used = gathering.add(octets, offset, length);
        if (gathering.isTooLarge()) {
            refuse(HEADER_TOO_LARGE);
        } else if (gathering.isWithoutRoom()) {
            refuse(NO_ROOM_FOR_HEADER);
        } else if (gathering.isComplete()) {
            takeHeader();
        }
        return problem.isPresent() ? length : used;
    }

    private void takeHeader() {
        headerTaken = true;
        HeaderRule.Form form =
                gathering.isRegular() ? HeaderRule.Form.REGULAR : HeaderRule.Form.MENDED;
        byte[] section = gathering.section();
        byte[] rest = gathering.rest();
        gathering.forget();
        guarded(() -> {
            switch (rule.judge(section, form)) {
                case HeaderRule.Judged.Taken(var judged) -> header(examination.header(judged));
                case HeaderRule.Judged.Refused(var reply) -> refuse(reply);
            }
        });
        if (rest.length > 0) {
            body(rest, 0, rest.length);
        }
    }

    private void header(byte[] section) {
        intake.ifPresent(open -> {
            open.write(section, 0, section.length);
            if (!open.headerIsWithinLimits()) {
                refuse(HEADER_TOO_LARGE);
            }
        });
    }

    private void body(byte[] octets, int offset, int length) {
        guarded(() -> {
            examination.body(octets, offset, length);
            intake.ifPresent(open -> open.write(octets, offset, length));
        });
    }

    /// The content is not to be kept.
    public void refuse(SmtpReply reply) {
        if (problem.isEmpty()) {
            problem = Optional.of(reply);
        }
        close();
    }

    public Optional<SmtpReply> problem() {
        return problem;
    }

    /// Why the examination does not let the mail in.
    Optional<Verdict.Refuse> refusal() {
        return refusal;
    }

    /// What the examination found for the ledger.
    Map<Fact, String> facts() {
        return facts;
    }

    /// Ends the content; empty when there is a problem.
    ///
    /// @param own ours to go on top, but for those of the examination
    Optional<StagedContent> finish(OwnFields own) {
        if (problem.isEmpty() && !headerTaken) {
            gathering.end(); // a message that is a header section and nothing else
            takeHeader();
        }
        StagedContent[] staged = new StagedContent[1];
        guarded(() -> {
            Examined examined = examination.finish();
            facts = examined.facts();
            if (examined.verdict() instanceof Verdict.Refuse refused) {
                refusal = Optional.of(refused);
                refuse(refused.reply());
            } else {
                staged[0] = staged(own.with(examined), examined);
                limits.loop(staged[0].message().scan().header()).ifPresent(this::refuse);
            }
        });
        return problem.isPresent() ? Optional.empty() : Optional.of(staged[0]);
    }

    private StagedContent staged(OwnFields top, Examined examined) {
        StagedMessage message =
                intake.orElseThrow().finish(top.octets()).found(examined.authentication());
        return new StagedContent(message, top, examination, examined);
    }

    private void guarded(Runnable step) {
        if (problem.isPresent()) {
            return;
        }
        try {
            step.run();
        } catch (UnavailableException trouble) {
            LOG.warn("content is not taken: {}", trouble.getMessage());
            refuse(replyTo(trouble));
        }
    }

    /// What the client is told when the store fails.
    public static SmtpReply replyTo(UnavailableException trouble) {
        return trouble instanceof StoreFullException
                ? SmtpReply.of(452, "4.3.1", "Insufficient system storage, try again later")
                : SmtpReply.of(451, "4.3.0", "Temporary trouble, try again later");
    }

    @Override
    public void close() {
        intake.ifPresent(MessageIntake::close);
        intake = Optional.empty();
        gathering.close();
        examination.close();
    }
}
