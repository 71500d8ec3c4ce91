// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Optional;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.pabal.smtp.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one mail's content in. Once a limit is passed or the store fails, the rest is read and
/// dropped, and {@link #problem} says what to reply at the dot. For one thread.
public final class MailIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailIntake.class);

    private static final SmtpReply HEADER_TOO_LARGE =
            SmtpReply.of(552, "5.3.4", "Header section too large");

    private final MessageLimits limits;
    private int ownOctets;
    private Optional<MessageIntake> intake = Optional.empty();
    private Optional<SmtpReply> problem = Optional.empty();

    public MailIntake(MailboxStore mailboxes, MessageLimits limits) {
        this.limits = limits;
        guarded(() -> intake = Optional.of(mailboxes.newMessage()));
    }

    /// Writes what the client did not send: our trace fields, on top.
    public void writeOwn(byte[] octets) {
        ownOctets += octets.length;
        guarded(() -> intake.ifPresent(open -> open.writeOwn(octets)));
    }

    public void write(byte[] octets, int offset, int length) {
        if (problem.isPresent()) {
            return;
        }
        guarded(() ->
                intake.ifPresent(open -> {
                    open.write(octets, offset, length);
                    if (!open.headerIsWithinLimits()) {
                        refuse(HEADER_TOO_LARGE);
                    }
                }));
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

    /// Ends the content; empty when there is a problem.
    ///
    /// @param prefixOctets how much at its beginning is for final delivery only
    Optional<StagedContent> finish(int prefixOctets) {
        Optional<MessageIntake> open = intake;
        if (problem.isPresent() || open.isEmpty()) {
            return Optional.empty();
        }
        StagedMessage[] staged = new StagedMessage[1];
        guarded(() -> {
            staged[0] = open.get().finish();
            limits.loop(staged[0].scan().header()).ifPresent(this::refuse);
        });
        return problem.isPresent()
                ? Optional.empty()
                : Optional.of(new StagedContent(staged[0], prefixOctets, ownOctets));
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
    }
}
