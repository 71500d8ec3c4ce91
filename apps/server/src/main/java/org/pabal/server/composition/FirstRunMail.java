// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.jmap.MailSending;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.OctetsStream;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.Story;
import org.pabal.mta.ledger.Term;
import org.pabal.mta.signing.DomainKey;
import org.pabal.mta.signing.KeyState;
import org.pabal.mta.submission.StoredSubmission;
import org.pabal.mta.submission.StoredSubmission.Outcome;
import org.pabal.mta.submission.StoredSubmission.Reply;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.setup.proof.ProofMail;
import org.pabal.smtp.DeliveryOutcome;
import org.pabal.smtp.SmtpReply;

/// The mails of the first run's proof: by SMTP through our own door, by the queue to others, and their
/// story by the ledger.
///
/// @param listening the doors that are open, by service
record FirstRunMail(
        OwnClient client,
        Supplier<Map<String, List<org.pabal.wire.Door>>> listening,
        Signing signing,
        MailSending sending,
        MailboxStore mailboxes)
        implements ProofMail {
    private static final String SMTP = "smtp";
    private static final int LOOKED_AT = 50;

    /// A message of ours is small; who puts more on top is cut.
    private static final int MOST_OCTETS = 1 << 20;

    /// By a public address we are a stranger to ourselves, as we are to others. One of a private network is
    /// nobody that SPF could know: loopback is more honest.
    @Override
    public List<Door> doors() {
        List<Door> strangers = new ArrayList<>();
        List<Door> others = new ArrayList<>();
        for (org.pabal.wire.Door each : listening.get().getOrDefault(SMTP, List.of())) {
            if (each.boundAddress() instanceof InetSocketAddress bound) {
                if (bound.getAddress().isAnyLocalAddress()) {
                    Doctor.publicAddresses()
                            .forEach(address -> strangers.add(door(address, bound, true)));
                    others.add(door(InetAddress.getLoopbackAddress(), bound, false));
                } else {
                    boolean isPublic = Doctor.isPublic(bound.getAddress());
                    (isPublic ? strangers : others).add(door(bound.getAddress(), bound, isPublic));
                }
            }
        }
        strangers.addAll(others);
        return List.copyOf(strangers);
    }

    private static Door door(InetAddress address, InetSocketAddress bound, boolean isStrangers) {
        return new Door(new InetSocketAddress(address, bound.getPort()), isStrangers);
    }

    @Override
    public Optional<Instant> signsFrom(Domain domain) {
        DkimOperations.Keys keys = signing.keys();
        keys.rotation().look(domain);
        List<DomainKey> all = keys.ring().keys(domain);
        return all.stream().anyMatch(key -> key.state() == KeyState.SIGNING)
                ? Optional.empty()
                : all.stream()
                        .filter(key -> key.state() == KeyState.PREPARED)
                        .flatMap(key -> key.seen().stream())
                        .min(Comparator.naturalOrder())
                        .map(seen -> seen.plus(keys.rotation().rules().settle()));
    }

    @Override
    public Sent toSelf(Door door, Address own, byte[] message) {
        try {
            OwnClient.Handed handed =
                    client.send(door.address(), own, own, signing.signed(message));
            return switch (handed.outcome()) {
                case DeliveryOutcome.Delivered(var reply, _) ->
                        new Sent(Taken.YES, reply.inOneLine(), handed.protection());
                case DeliveryOutcome.Deferred(_, var reply, var reason) ->
                        new Sent(Taken.LATER, said(reply, reason), handed.protection());
                case DeliveryOutcome.Rejected(_, var reply, var reason) ->
                        new Sent(Taken.NO, said(reply, reason), handed.protection());
            };
        } catch (IOException unanswered) {
            return new Sent(Taken.LATER, String.valueOf(unanswered.getMessage()), Optional.empty());
        }
    }

    private static String said(Optional<SmtpReply> reply, String reason) {
        return reply.map(SmtpReply::inOneLine).orElse(reason);
    }

    @Override
    public Sent outside(
            Account author, String session, InetSocketAddress client, Address to, byte[] message) {
        StoredSubmission.Wishes wishes =
                new StoredSubmission.Wishes(
                        message.length,
                        author.address().needsSmtpUtf8() || to.needsSmtpUtf8(),
                        MailRequest.NONE,
                        Optional.empty());
        try (StoredSubmission submission = sending.submissions().open(author, session, client)) {
            Outcome outcome =
                    submission.submit(
                            new ReversePath.To(author.address()),
                            wishes,
                            Map.of(to, RecipientRequest.NONE),
                            new ByteArrayInputStream(message),
                            _ -> {});
            return switch (outcome) {
                case Outcome.Accepted(_, Reply reply) -> submitted(Taken.YES, reply);
                case Outcome.SenderRefused(Reply reply) -> submitted(refused(reply), reply);
                case Outcome.ContentRefused(Reply reply) -> submitted(refused(reply), reply);
                case Outcome.RecipientsRefused(var replies) -> {
                    Reply reply = replies.firstEntry().getValue();
                    yield submitted(refused(reply), reply);
                }
            };
        } catch (IOException unread) {
            throw new UnavailableException("the mail cannot be read: " + unread.getMessage());
        }
    }

    private static Taken refused(Reply reply) {
        return reply.isTransient() ? Taken.LATER : Taken.NO;
    }

    private static Sent submitted(Taken taken, Reply reply) {
        return new Sent(taken, reply.text(), Optional.empty());
    }

    /// Of all mails with that id the one that came furthest: what is forwarded has it, too.
    @Override
    public Fate fate(String messageId) {
        Ledger ledger = sending.ledger();
        Fate best = new Fate.Waits("");
        for (var mail : ledger.find(Term.messageId(messageId), Instant.EPOCH, LOOKED_AT).mails()) {
            List<LedgerRecord> records = ledger.of(mail);
            if (Term.of(records).contains(Term.messageId(messageId))) {
                for (Story.Copy copy : Story.of(records).copies()) {
                    Fate fate = fate(copy.last(), copy);
                    best = rank(fate) > rank(best) ? fate : best;
                }
            }
        }
        return best;
    }

    private static Fate fate(LedgerRecord last, Story.Copy copy) {
        String said = last.detail();
        return switch (copy.end()) {
            case STORED -> stored(copy.ends().getLast());
            case RELAYED, CONTINUED, JOINED -> new Fate.Relayed(said);
            case QUARANTINED -> new Fate.Quarantined(said);
            case BOUNCED, DISCARDED, REFUSED -> new Fate.Failed(said);
            case NONE ->
                    switch (last.outcome()) {
                        case DEFERRED, DELAY_REPORTED -> new Fate.Deferred(said);
                        case FAILED -> new Fate.Failed(said);
                        default -> new Fate.Waits(said);
                    };
        };
    }

    private static int rank(Fate fate) {
        return switch (fate) {
            case Fate.Waits _ -> 0;
            case Fate.Deferred _ -> 1;
            case Fate.Failed _ -> 2;
            case Fate.Relayed _ -> 3;
            case Fate.Quarantined _ -> 4;
            case Fate.Stored _ -> 5;
        };
    }

    private static Fate stored(LedgerRecord record) {
        return new Fate.Stored(
                record.fact(Fact.ACCOUNT).orElse(""),
                record.fact(Fact.MAILBOX).orElse(""),
                Long.parseLong(record.fact(Fact.UID).orElse("0")));
    }

    /// As FETCH would: by mailbox and UID.
    @Override
    public Optional<byte[]> read(Account account, Fate.Stored place) {
        AccountMailboxes open = mailboxes.open(account);
        return MailboxName.parse(place.mailbox())
                .flatMap(open::find)
                .flatMap(mailbox -> open.snapshot(mailbox.id()))
                .flatMap(snapshot -> message(open, snapshot, place.uid()))
                .map(message -> octets(open, message));
    }

    private static Optional<StoredMessage> message(
            AccountMailboxes open, MailboxSnapshot snapshot, long uid) {
        int index = snapshot.indexOf(uid);
        return index < 0
                ? Optional.empty()
                : open.messages(List.of(snapshot.email(index))).stream().findFirst();
    }

    private static byte[] octets(AccountMailboxes open, StoredMessage message) {
        try (MessageOctets octets = open.octets(message);
                OctetsStream stream =
                        new OctetsStream(octets, 0, Math.min(octets.size(), MOST_OCTETS))) {
            return stream.readAllBytes();
        } catch (IOException unread) {
            throw new UnavailableException(
                    "the message cannot be read: " + unread.getMessage(), unread);
        }
    }

    @Override
    public boolean hasCome(Address from, Address to, Instant since) {
        Ledger ledger = sending.ledger();
        for (var mail : ledger.find(Term.address(from.toString()), since, LOOKED_AT).mails()) {
            boolean isIt =
                    ledger.of(mail).stream()
                            .anyMatch(record ->
                                    record.outcome() == LedgerRecord.Outcome.STORED
                                            && record.reversePath()
                                                    .equalsIgnoreCase("<" + from + ">")
                                            && isFor(record, to));
            if (isIt) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(LedgerRecord record, Address to) {
        return record.fact(Fact.ACCOUNT)
                .filter(account -> account.equalsIgnoreCase(to.toString()))
                .isPresent();
    }
}
