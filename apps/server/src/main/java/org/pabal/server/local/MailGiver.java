// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.pabal.wire.Connection.Sink;
import org.pabal.wire.LineEndCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives one mail to the mail system as an SMTP session would, without one. For one thread.
final class MailGiver {
    private static final Logger LOG = LoggerFactory.getLogger(MailGiver.class);
    private static final SmtpReply TOO_LARGE =
            SmtpReply.of(552, "5.3.4", "Message is larger than this server takes");
    private static final SmtpReply BAD_LINE_ENDS =
            SmtpReply.of(550, "5.6.0", "Bare CR, bare LF or NUL in the message");
    static final SmtpReply TROUBLE =
            SmtpReply.of(451, "4.3.0", "Temporary trouble of this server, try again later");
    static final SmtpReply NOT_AN_ADDRESS = SmtpReply.of(501, "5.1.3", "Not an address");

    private final MailService service;
    private final ClientFacts client;
    private final long maxOctets;

    MailGiver(MailService service, ClientFacts client, long maxOctets) {
        this.service = service;
        this.client = client;
        this.maxOctets = maxOctets;
    }

    /// A recipient, or why there is none.
    record To(Optional<Address> address, RecipientRequest request, Optional<SmtpReply> refusal) {}

    /// The message; it is read to its end whatever becomes of it.
    interface Message {
        void read(Sink sink) throws IOException;
    }

    /// @return one reply for each recipient, in order
    /// @throws IOException when the message could not be read: nothing was done
    List<SmtpReply> give(
            ReversePath from, MailParameters parameters, List<To> recipients, Message message)
            throws IOException {
        try {
            return transaction(from, parameters, recipients, message);
        } catch (UnavailableException outOfOrder) {
            LOG.warn("session={} event=unavailable {}", client.sessionId(), outOfOrder.toString());
            message.read((_, _, _) -> {});
            return Collections.nCopies(recipients.size(), TROUBLE);
        } catch (RuntimeException bug) {
            LOG.error("session={} event=bug", client.sessionId(), bug);
            message.read((_, _, _) -> {});
            return Collections.nCopies(recipients.size(), TROUBLE);
        } finally {
            service.close();
        }
    }

    /// What the recipients are answered, without a mail.
    List<SmtpReply> ask(ReversePath from, List<To> recipients) {
        try {
            if (service.mail(client, from, MailParameters.NONE)
                    instanceof Verdict.Refuse(var reply, _)) {
                return Collections.nCopies(recipients.size(), reply);
            }
            List<SmtpReply> replies = new ArrayList<>();
            for (To to : recipients) {
                replies.add(refusal(to).orElse(SmtpReply.of(250, "2.1.5", "Recipient ok")));
            }
            service.reset();
            return replies;
        } catch (UnavailableException outOfOrder) {
            return Collections.nCopies(recipients.size(), TROUBLE);
        } finally {
            service.close();
        }
    }

    private List<SmtpReply> transaction(
            ReversePath from, MailParameters parameters, List<To> recipients, Message message)
            throws IOException {
        if (service.mail(client, from, parameters) instanceof Verdict.Refuse(var reply, _)) {
            message.read((_, _, _) -> {});
            return Collections.nCopies(recipients.size(), reply);
        }
        List<Optional<SmtpReply>> refusals = new ArrayList<>();
        for (To to : recipients) {
            refusals.add(refusal(to));
        }
        if (refusals.stream().allMatch(Optional::isPresent)) {
            service.reset();
            message.read((_, _, _) -> {});
            return refusals.stream().map(Optional::orElseThrow).toList();
        }
        List<SmtpReply> ends = content(message);
        List<SmtpReply> replies = new ArrayList<>();
        int accepted = 0;
        for (Optional<SmtpReply> refusal : refusals) {
            replies.add(
                    refusal.isPresent()
                            ? refusal.get()
                            : ends.get(ends.size() == 1 ? 0 : accepted++));
        }
        return replies;
    }

    private Optional<SmtpReply> refusal(To to) {
        if (to.refusal().isPresent() || to.address().isEmpty()) {
            return to.refusal().or(() -> Optional.of(NOT_AN_ADDRESS));
        }
        ForwardPath path = new ForwardPath.To(to.address().get());
        return service.rcpt(client, path, to.request()) instanceof Verdict.Refuse(var reply, _)
                ? Optional.of(reply)
                : Optional.empty();
    }

    private List<SmtpReply> content(Message message) throws IOException {
        try (MailService.Content content = service.content(client)) {
            Checked checked = new Checked(content);
            message.read(checked);
            if (checked.octets > maxOctets) {
                return List.of(TOO_LARGE);
            }
            return checked.lineEnds.foundSomethingAtEnd()
                    ? List.of(BAD_LINE_ENDS)
                    : content.finish();
        }
    }

    /// Takes no more than a mail may have, and looks at line ends.
    private final class Checked implements Sink {
        private final Sink target;
        private final LineEndCheck lineEnds = new LineEndCheck();
        private long octets;

        Checked(Sink target) {
            this.target = target;
        }

        @Override
        public void write(byte[] piece, int offset, int length) throws IOException {
            octets += length;
            if (octets <= maxOctets) {
                lineEnds.write(piece, offset, length);
                target.write(piece, offset, length);
            }
        }
    }
}
