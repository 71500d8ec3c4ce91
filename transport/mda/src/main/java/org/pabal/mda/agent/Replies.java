// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.LaterJob;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.OutgoingMail;
import org.pabal.mda.agent.ScriptedDelivery.Means;
import org.pabal.mda.reply.HttpsNotice;
import org.pabal.mda.reply.Notice;
import org.pabal.mda.reply.Owner;
import org.pabal.mda.reply.Rejection;
import org.pabal.mda.reply.Stamp;
import org.pabal.mda.reply.VacationReply;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderSection;
import org.pabal.sieve.Action.FileCarbonCopy;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.Action.Vacation;
import org.pabal.sieve.NotifyMethod.Mailto;
import org.pabal.sieve.SieveMessage;
import org.pabal.storage.Change;

/// What is written in the owner's name about one copy, with the guards that need memory or the
/// envelope. For one thread.
final class Replies {
    /// What a rejection gives back of a mail: THREATS §4 lets a header section have no more.
    private static final int MAX_HEADER_OCTETS = 256 << 10;

    /// Nobody is told of what becomes of an automatic mail. RFC 3461 §4.1, RFC 5230 §5.7.
    private static final RecipientRequest SILENT =
            new RecipientRequest(Optional.of(Set.of()), Optional.empty());

    private final ArrivedMail mail;
    private final LocalRecipient recipient;
    private final Messages messages;
    private final Means means;

    Replies(ArrivedMail mail, LocalRecipient recipient, Messages messages, Means means) {
        this.mail = mail;
        this.recipient = recipient;
        this.messages = messages;
        this.means = means;
    }

    /// What comes of an action.
    ///
    /// @param notSent why no mail leaves
    record Sent(
            List<OutgoingMail> mails,
            List<Change> memory,
            Optional<Copy> copy,
            Optional<String> notSent) {

        static Sent nothing(String reason) {
            return new Sent(List.of(), List.of(), Optional.empty(), Optional.of(reason));
        }
    }

    /// RFC 8580.
    record Copy(StagedMessage message, FileCarbonCopy carbon) {}

    /// RFC 5230 §4: once for each sender, handle and period.
    Sent vacation(Vacation vacation) {
        if (!(mail.from() instanceof ReversePath.To(var to))
                || !(mail.sender() instanceof ReversePath.To(var sender))) {
            return Sent.nothing("the mail has no sender");
        }
        String who = sender.lookupForm().toString().toLowerCase(Locale.ROOT);
        if (!means.memory()
                .mayAnswer(
                        recipient.account().id(),
                        vacation.handle(),
                        who,
                        vacation.period(),
                        mail.mailId())) {
            return Sent.nothing(sender + " was answered before");
        }
        if (!means.limit().take(recipient.account().id())) {
            return Sent.nothing("the account sends too much");
        }
        byte[] reply =
                VacationReply.write(vacation, header(vacation.message()), sender, owner(), stamp());
        return new Sent(
                List.of(outgoing(OutgoingMail.Kind.VACATION, ReversePath.NULL, to, reply)),
                means.memory()
                        .answered(
                                recipient.account().id(),
                                vacation.handle(),
                                who,
                                vacation.period()),
                copy(reply, vacation.copy()),
                Optional.empty());
    }

    /// RFC 5436.
    ///
    /// @param room to how many addresses it may go
    Sent notice(Notification notification, Mailto mailto, int room) {
        if (room == 0 || !means.limit().take(recipient.account().id())) {
            return Sent.nothing("the mail causes too many others");
        }
        byte[] notice =
                Notice.write(
                        notification, mailto, header(notification.message()), owner(), stamp());
        ReversePath from = Notice.reversePath(notification, mail.sender(), owner());
        List<OutgoingMail> mails = new ArrayList<>();
        Stream.concat(mailto.to().stream(), mailto.cc().stream())
                .distinct()
                .limit(room)
                .forEach(to ->
                        mails.add(outgoing(OutgoingMail.Kind.NOTIFICATION, from, to, notice)));
        return new Sent(mails, List.of(), copy(notice, notification.copy()), Optional.empty());
    }

    /// @return empty when the account sends too much
    Optional<LaterJob.Work.Post> post(Notification notification, URI target) {
        return means.limit().take(recipient.account().id())
                ? Optional.of(
                        new LaterJob.Work.Post(
                                target,
                                new String(
                                        HttpsNotice.write(
                                                notification,
                                                header(notification.message()),
                                                owner(),
                                                stamp()),
                                        StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /// RFC 5429 §2.2, when the session is over or others took the mail.
    Sent rejection(Decision.Refused refused) {
        if (!(mail.from() instanceof ReversePath.To(var to))
                || !(mail.sender() instanceof ReversePath.To(var sender))) {
            return Sent.nothing("the mail has no sender");
        }
        HeaderSection header = mail.message().scan().header();
        if (isOfList(header)) {
            return Sent.nothing("the mail is of a list");
        }
        if (!means.limit().take(recipient.account().id())) {
            return Sent.nothing("the account sends too much");
        }
        byte[] text =
                Rejection.write(
                        means.config().host(),
                        refused.text(),
                        sender,
                        owner(),
                        recipient.request().originalRecipient().map(OriginalRecipient::address),
                        headerOctets(),
                        stamp());
        return new Sent(
                List.of(outgoing(OutgoingMail.Kind.REJECTION, ReversePath.NULL, to, text)),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// RFC 2919, RFC 2369, and what older lists write.
    private static boolean isOfList(HeaderSection header) {
        return header.fields().stream()
                .anyMatch(field ->
                        field.name().regionMatches(true, 0, "List-", 0, 5)
                                || field.name().equalsIgnoreCase("Precedence")
                                        && Set.of("list", "bulk", "junk")
                                                .contains(
                                                        field.value()
                                                                .strip()
                                                                .toLowerCase(Locale.ROOT)));
    }

    private static HeaderSection header(SieveMessage message) {
        return message.scan().header();
    }

    /// As it came, without our fields for final delivery.
    private byte[] headerOctets() {
        SieveMessage message = messages.of(mail.message());
        long from = mail.prefixOctets();
        int length =
                (int)
                        Math.min(
                                MAX_HEADER_OCTETS,
                                Math.max(0, message.scan().headerOctets() - from));
        byte[] octets = new byte[length];
        int have = 0;
        int read;
        while (have < length
                && (read = message.read(from + have, octets, have, length - have)) > 0) {
            have += read;
        }
        return octets;
    }

    /// By the address that the mail came to: another one would be given away.
    private Owner owner() {
        Address by = Address.parse(recipient.original()).orElse(recipient.address());
        return new Owner(by, recipient.account().displayName(), recipient.account().language());
    }

    private Stamp stamp() {
        byte[] left = new byte[16];
        means.random().nextBytes(left);
        return new Stamp(
                "<" + HexFormat.of().formatHex(left) + "@" + means.config().host() + ">",
                means.clock().instant().atZone(means.config().zone()).toOffsetDateTime());
    }

    private OutgoingMail outgoing(
            OutgoingMail.Kind kind, ReversePath from, Address to, byte[] text) {
        byte[] top = ("Return-Path: " + from + "\r\n").getBytes(StandardCharsets.UTF_8);
        return new OutgoingMail(
                kind,
                from,
                to,
                messages.staged(top, means.signer().apply(text)),
                top.length,
                MailRequest.NONE,
                SILENT);
    }

    private Optional<Copy> copy(byte[] text, Optional<FileCarbonCopy> carbon) {
        return carbon.map(where -> new Copy(messages.staged(new byte[0], text), where));
    }
}
