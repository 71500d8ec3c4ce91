// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.ledger.MailId;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// Submits a message that an account has already, with an envelope, as port 587 would: the same rules,
/// limits, signatures and records. For one mail and one thread.
///
/// It is all or nothing: where a recipient is refused, nobody gets the mail.
public final class StoredSubmission implements AutoCloseable {
    private static final int PIECE_OCTETS = 64 << 10;

    private final SubmissionService service;
    private final ClientFacts client;

    StoredSubmission(SubmissionService service, ClientFacts client) {
        this.service = service;
        this.client = client;
    }

    /// What the mail asks for.
    ///
    /// @param octets of the message
    /// @param international the header section or an address is not ASCII: RFC 6531
    /// @param release when it begins its way; empty for now
    public record Wishes(
            long octets,
            boolean international,
            MailRequest request,
            Optional<FutureRelease> release) {}

    /// What was said.
    ///
    /// @param code of SMTP
    /// @param text the whole reply in one line, code and status first
    public record Reply(int code, String text) {
        private static Reply of(SmtpReply reply) {
            return new Reply(reply.code(), reply.inOneLine());
        }

        public boolean isTransient() {
            return code / 100 == 4;
        }
    }

    /// What became of it.
    public sealed interface Outcome {
        /// Durable.
        record Accepted(MailId mail, Reply reply) implements Outcome {}

        /// The sender, or any mail of this account for now.
        record SenderRefused(Reply reply) implements Outcome {}

        /// @param replies for the addresses as they were given
        record RecipientsRefused(SequencedMap<Address, Reply> replies) implements Outcome {}

        record ContentRefused(Reply reply) implements Outcome {}
    }

    /// @param recipients one at least
    /// @param content the message, which is closed
    /// @param announced is told the mail's id before anything lasts of it
    /// @throws org.pabal.message.UnavailableException when nothing was done
    public Outcome submit(
            ReversePath from,
            Wishes wishes,
            Map<Address, RecipientRequest> recipients,
            InputStream content,
            Consumer<MailId> announced)
            throws IOException {
        try (content) {
            if (service.mail(client, from, parameters(wishes)) instanceof Verdict.Refuse refusal) {
                return new Outcome.SenderRefused(Reply.of(refusal.reply()));
            }
            SequencedMap<Address, Reply> refused = new LinkedHashMap<>();
            recipients.forEach((to, request) -> {
                Verdict verdict = service.rcpt(client, new ForwardPath.To(to), request);
                if (verdict instanceof Verdict.Refuse refusal) {
                    refused.put(to, Reply.of(refusal.reply()));
                }
            });
            if (!refused.isEmpty()) {
                service.reset();
                return new Outcome.RecipientsRefused(refused);
            }
            MailId mail = service.openMail();
            announced.accept(mail);
            SmtpReply reply = deliver(content);
            return reply.isPositive()
                    ? new Outcome.Accepted(mail, Reply.of(reply))
                    : new Outcome.ContentRefused(Reply.of(reply));
        }
    }

    private static MailParameters parameters(Wishes wishes) {
        return new MailParameters(
                OptionalLong.of(wishes.octets()),
                MailParameters.Body.EIGHT_BIT_MIME,
                wishes.international(),
                Optional.empty(),
                wishes.request(),
                wishes.release());
    }

    private SmtpReply deliver(InputStream content) throws IOException {
        try (MailService.Content taken = service.content(client)) {
            byte[] piece = new byte[PIECE_OCTETS];
            for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
                taken.write(piece, 0, count);
            }
            List<SmtpReply> replies = taken.finish();
            return replies.getFirst();
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
