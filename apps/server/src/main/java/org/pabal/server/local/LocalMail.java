// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.submission.LocalSubmitter;
import org.pabal.server.local.LocalRequest.Refusals;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Submits and delivers what programs of this host hand over. Safe for use by many threads.
public final class LocalMail {
    private static final SmtpReply NOT_ALLOWED =
            SmtpReply.of(550, "5.7.1", "You may not submit mail here; see local.users");
    private static final SmtpReply NO_USER =
            SmtpReply.of(550, "5.7.1", "This host does not say who you are");
    private static final SmtpReply NOT_YOURS =
            SmtpReply.of(550, "5.7.1", "Not your mailbox; see local.trusted-users");
    private static final SmtpReply BAD_SENDER =
            SmtpReply.of(553, "5.1.7", "The sender is not an address");
    private static final SmtpReply BAD_MAILBOX =
            SmtpReply.of(550, "5.1.3", "That cannot be the name of a mailbox");

    private final LocalUsers users;
    private final Function<LocalSubmitter, MailService> submission;
    private final Function<Optional<MailboxName>, MailService> delivery;
    private final RememberedIds ids;
    private final Supplier<Long> maxOctets;
    private final InstantSource clock;

    /// @param submission opens a session for a user
    /// @param delivery opens a session that answers for each recipient and files into a mailbox by
    ///     preset
    public LocalMail(
            LocalUsers users,
            Function<LocalSubmitter, MailService> submission,
            Function<Optional<MailboxName>, MailService> delivery,
            Storage storage,
            Supplier<Long> maxOctets,
            InstantSource clock) {
        this.users = users;
        this.submission = submission;
        this.delivery = delivery;
        this.ids = new RememberedIds(storage);
        this.maxOctets = maxOctets;
        this.clock = clock;
    }

    RememberedIds ids() {
        return ids;
    }

    /// A session of a user; empty when he may have none.
    Optional<MailService> session(String user) {
        return users.maySubmit(user)
                ? submitter(user, LocalSubmitter.Refusals.TOLD, "", List.of()).map(submission)
                : Optional.empty();
    }

    /// @return one reply for each recipient, in order
    /// @throws IOException when the message could not be read: nothing was done
    List<SmtpReply> submit(
            LocalRequest request, String user, String session, MailGiver.Message message)
            throws IOException {
        if (!users.maySubmit(user)) {
            return refused(request, NOT_ALLOWED, message);
        }
        boolean known;
        try {
            known = ids.knows(request.id());
        } catch (StorageException trouble) {
            return refused(request, MailGiver.TROUBLE, message);
        }
        if (known) {
            return refused(
                    request, SmtpReply.of(250, "2.0.0", "Ok: was submitted before"), message);
        }
        Optional<LocalSubmitter> submitter =
                submitter(
                        user,
                        request.refusals() == Refusals.REPORTED
                                ? LocalSubmitter.Refusals.REPORTED
                                : LocalSubmitter.Refusals.TOLD,
                        request.name(),
                        List.of(RememberedIds.remember(request.id(), clock.instant())));
        if (submitter.isEmpty()) {
            return refused(request, NO_USER, message);
        }
        Optional<ReversePath> from =
                sender(request.from().orElse(submitter.get().address().toString()));
        if (from.isEmpty()) {
            return refused(request, BAD_SENDER, message);
        }
        return new MailGiver(submission.apply(submitter.get()), client(session), maxOctets.get())
                .give(from.get(), parameters(request, from.get()), recipients(request), message);
    }

    /// What the recipients would be answered.
    List<SmtpReply> verify(LocalRequest request, String user, String session) throws IOException {
        Optional<LocalSubmitter> submitter =
                users.maySubmit(user)
                        ? submitter(user, LocalSubmitter.Refusals.TOLD, "", List.of())
                        : Optional.empty();
        MailGiver.Message none = _ -> {};
        if (submitter.isEmpty()) {
            return refused(request, NOT_ALLOWED, none);
        }
        return new MailGiver(submission.apply(submitter.get()), client(session), maxOctets.get())
                .ask(ReversePath.NULL, recipients(request));
    }

    private List<MailGiver.To> recipients(LocalRequest request) {
        List<MailGiver.To> recipients = new ArrayList<>();
        for (String text : request.recipients()) {
            recipients.add(
                    new MailGiver.To(
                            users.completed(text),
                            new RecipientRequest(request.asked().events(), Optional.empty()),
                            Optional.empty()));
        }
        return recipients;
    }

    /// The same into mailboxes here.
    List<SmtpReply> deliver(
            LocalRequest request, String user, String session, MailGiver.Message message)
            throws IOException {
        Optional<ReversePath> from = sender(request.from().orElse("<>"));
        if (from.isEmpty()) {
            return refused(request, BAD_SENDER, message);
        }
        Optional<MailboxName> mailbox = request.mailbox().flatMap(MailboxName::parse);
        if (mailbox.isEmpty() && request.mailbox().isPresent()) {
            return refused(request, BAD_MAILBOX, message);
        }
        List<MailGiver.To> recipients =
                request.recipients().stream().map(text -> recipient(request, user, text)).toList();
        return new MailGiver(delivery.apply(mailbox), client(session), maxOctets.get())
                .give(from.get(), parameters(request, from.get()), recipients, message);
    }

    private MailGiver.To recipient(LocalRequest request, String user, String text) {
        Optional<Address> address =
                users.completed(text)
                        .map(given ->
                                request.original()
                                        .flatMap(users::completed)
                                        .filter(other -> users.isSameAccount(given, other))
                                        .orElse(given)); // which may have a detail
        Optional<SmtpReply> refusal =
                address.filter(to -> !users.mayDeliverTo(user, to)).map(_ -> NOT_YOURS);
        Optional<OriginalRecipient> original =
                request.original().map(given -> new OriginalRecipient("rfc822", given));
        return new MailGiver.To(
                address, new RecipientRequest(request.asked().events(), original), refusal);
    }

    private static List<SmtpReply> refused(
            LocalRequest request, SmtpReply reply, MailGiver.Message message) throws IOException {
        message.read((_, _, _) -> {});
        return Collections.nCopies(request.recipients().size(), reply);
    }

    private Optional<LocalSubmitter> submitter(
            String user,
            LocalSubmitter.Refusals refusals,
            String name,
            List<org.pabal.storage.Change> remembered) {
        return users.address(user)
                .map(own ->
                        new LocalSubmitter(
                                user,
                                own,
                                name,
                                users.domain().get(),
                                address -> users.owns(user, address),
                                refusals,
                                remembered));
    }

    private Optional<ReversePath> sender(String text) {
        return text.isEmpty() || text.equals("<>")
                ? Optional.of(ReversePath.NULL)
                : users.completed(text).map(ReversePath.To::new);
    }

    private static MailParameters parameters(LocalRequest request, ReversePath from) {
        boolean utf8 = from instanceof ReversePath.To(var address) && address.needsSmtpUtf8();
        return new MailParameters(
                OptionalLong.empty(),
                MailParameters.Body.EIGHT_BIT_MIME,
                utf8,
                Optional.empty(),
                new MailRequest(
                        request.asked().returned(),
                        request.asked().envelopeId(),
                        false,
                        0,
                        Optional.empty()),
                Optional.empty());
    }

    private static ClientFacts client(String session) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new ClientFacts(
                session, here, here, Optional.empty(), "", Optional.empty(), Optional.empty());
    }
}
