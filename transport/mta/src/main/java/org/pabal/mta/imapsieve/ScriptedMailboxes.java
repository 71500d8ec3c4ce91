// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.imapsieve;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.agent.MailboxChange;
import org.pabal.mda.agent.MailboxChange.Cause;
import org.pabal.mda.agent.MailboxScripts;
import org.pabal.mda.agent.MailboxScripts.Copy;
import org.pabal.mda.agent.MailboxScripts.Revised;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.mime.MessageScanner;
import org.pabal.mta.acceptance.AcceptedMail;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.Commitment;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.LocalCopies;
import org.pabal.mta.acceptance.Successors;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.routing.Route;
import org.pabal.sieve.Script;
import org.pabal.storage.Blob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the scripts of mailboxes and does what they say. Safe for use by many threads.
public final class ScriptedMailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedMailboxes.class);
    private static final int PIECE_OCTETS = 64 * 1024;

    private final MailboxScripts scripts;
    private final MailboxStore store;
    private final Successors successors;
    private final Queue queue;
    private final Commitments commitments;
    private final MailIds ids;
    private final InstantSource clock;

    public ScriptedMailboxes(
            MailboxScripts scripts,
            MailboxStore store,
            Successors successors,
            Queue queue,
            Commitments commitments,
            MailIds ids,
            InstantSource clock) {
        this.scripts = scripts;
        this.store = store;
        this.successors = successors;
        this.queue = queue;
        this.commitments = commitments;
        this.ids = ids;
        this.clock = clock;
    }

    /// Something was done, and is durable. Never throws: what is wrong with a script is no reason to
    /// refuse what was done.
    ///
    /// @param mailboxes as who did it sees them
    /// @param before the mailbox as it was, where flags were changed
    public void happened(
            AccountMailboxes mailboxes,
            MailboxId mailbox,
            UidSet uids,
            Cause cause,
            Optional<MailboxSnapshot> before,
            String session) {
        try {
            Optional<Script> script = scripts.script(mailboxes, mailbox);
            Optional<MailboxInfo> info = mailboxes.find(mailbox);
            if (script.isPresent() && info.isPresent()) {
                Place place = new Place(mailboxes, info.get(), cause, before, session);
                uids.forEach(uid -> guarded(script.get(), place, uid));
            }
        } catch (RuntimeException trouble) {
            LOG.error(
                    "session={} event=imapsieve-failed account={}",
                    session,
                    mailboxes.account().address(),
                    trouble);
        }
    }

    /// Where something was done, and what.
    private record Place(
            AccountMailboxes mailboxes,
            MailboxInfo mailbox,
            Cause cause,
            Optional<MailboxSnapshot> before,
            String session) {
        Account owner() {
            return mailboxes.account();
        }
    }

    private void guarded(Script script, Place place, long uid) {
        try {
            revise(script, place, uid);
        } catch (RuntimeException trouble) {
            LOG.error(
                    "session={} event=imapsieve-failed account={} mailbox=\"{}\" uid={}",
                    place.session,
                    place.owner().address(),
                    place.mailbox.name(),
                    uid,
                    trouble);
        }
    }

    private void revise(Script script, Place place, long uid) {
        Optional<MailboxSnapshot> now = place.mailboxes.snapshot(place.mailbox.id());
        int index = now.map(snapshot -> snapshot.indexOf(uid)).orElse(-1);
        if (index < 0) {
            return; // gone meanwhile
        }
        Flags flags = now.orElseThrow().flags(index);
        List<String> changed = place.before.map(b -> changed(b, uid, flags)).orElse(List.of());
        if (place.cause == Cause.FLAG && changed.isEmpty()) {
            return;
        }
        List<StoredMessage> stored =
                place.mailboxes.messages(List.of(now.orElseThrow().email(index)));
        if (stored.isEmpty()) {
            return;
        }
        MailId id = ids.next();
        MailboxChange change =
                new MailboxChange(
                        place.owner(),
                        place.mailboxes.reader(),
                        place.mailbox,
                        staged(place.mailboxes, stored.getFirst()),
                        flags,
                        place.cause,
                        changed,
                        place.session);
        Revised revised = scripts.run(script, change, id.toString());
        if (!revised.hasMore() || committed(change, id, revised)) {
            apply(change, uid, stored.getFirst(), revised);
        }
    }

    private static List<String> changed(MailboxSnapshot before, long uid, Flags now) {
        int index = before.indexOf(uid);
        Flags then = index < 0 ? Flags.NONE : before.flags(index);
        return now.minus(then).plus(then.minus(now)).names();
    }

    /// As a mailbox has it, read for its header section.
    private static StagedMessage staged(AccountMailboxes mailboxes, StoredMessage stored) {
        MessageScanner scanner = new MessageScanner();
        byte[] piece = new byte[PIECE_OCTETS];
        try (MessageOctets octets = mailboxes.octets(stored)) {
            int read;
            for (long at = 0; (read = octets.read(at, piece, 0, piece.length)) > 0; at += read) {
                scanner.write(piece, 0, read);
            }
        }
        // Nothing asks for the digest of a blob that is in the store already.
        Blob blob = new Blob(stored.blob(), stored.octets(), new byte[32]);
        return new StagedMessage(blob, scanner.finish(), stored.arrival());
    }

    /// What leaves because of it, in one commit.
    ///
    /// @return false when there was no room
    private boolean committed(MailboxChange change, MailId id, Revised revised) {
        Instant now = clock.instant();
        AcceptedMail mail =
                new AcceptedMail(
                        id,
                        change.session(),
                        Origin.SUBMITTED,
                        new ReversePath.To(change.owner().address()),
                        change.message(),
                        0,
                        change.message().scan().eightBit(),
                        change.message().scan().eightBitHeader(),
                        false,
                        MailRequest.NONE,
                        now,
                        now);
        AcceptedRecipient owner =
                new AcceptedRecipient(
                        change.owner().address().toString(),
                        List.of(new Route.LocalAccount(change.owner(), change.owner().address())));
        Consignment consignment =
                new Consignment(
                        new LocalCopies(new Decided(revised.taken()), store), successors, queue);
        Commitment commitment = new Commitment();
        commitment.record(Consignment.accepted(mail));
        consignment.add(commitment, mail, List.of(owner), Set.of());
        boolean done = commitments.commit(commitment) instanceof FilingOutcome.Filed;
        if (!done) {
            LOG.warn(
                    "session={} mail={} event=imapsieve-no-room account={}",
                    change.session(),
                    id,
                    change.owner().address());
        }
        return done;
    }

    /// The script has run.
    private record Decided(Decision.Taken taken) implements DeliveryAgent {
        @Override
        public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
            return taken;
        }

        @Override
        public Decision.Taken insteadOf(
                Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
            return taken;
        }
    }

    /// Copies first: the message is marked as deleted only when they are there.
    private void apply(MailboxChange change, long uid, StoredMessage stored, Revised revised) {
        AccountMailboxes mailboxes = store.open(change.owner());
        MailboxId here = change.mailbox().id();
        for (Copy copy : revised.copies()) {
            if (!copied(mailboxes, here, uid, copy)) {
                LOG.warn(
                        "session={} event=imapsieve-not-copied account={} mailbox=\"{}\"",
                        change.session(),
                        change.owner().address(),
                        copy.mailbox());
                return;
            }
        }
        Flags flags = revised.flags().orElse(change.flags());
        if (revised.changed().isPresent()) {
            mailboxes.replace(
                    here,
                    uid,
                    new Destination(mailboxes, here, Rights.ALL),
                    new NewMessage(revised.changed().get(), flags, stored.internalDate()));
        } else if (revised.deleted()) {
            store(mailboxes, here, uid, FlagChange.Mode.ADD, Flags.of(Flags.DELETED));
        } else if (revised.flags().isPresent() && !flags.equals(change.flags())) {
            store(mailboxes, here, uid, FlagChange.Mode.REPLACE, flags);
        }
    }

    private static boolean copied(AccountMailboxes mailboxes, MailboxId from, long uid, Copy copy) {
        Optional<MailboxInfo> to = mailboxes.find(copy.mailbox());
        if (to.isEmpty()
                || !(mailboxes.copy(from, UidSet.of(uid), to.get().id())
                        instanceof CopyOutcome.Copied done)) {
            return false;
        }
        copy.flags()
                .ifPresent(flags ->
                        mailboxes.store(
                                to.get().id(),
                                done.target(),
                                new FlagChange(FlagChange.Mode.REPLACE, flags),
                                OptionalLong.empty()));
        return true;
    }

    private static void store(
            AccountMailboxes mailboxes,
            MailboxId mailbox,
            long uid,
            FlagChange.Mode mode,
            Flags flags) {
        mailboxes.store(mailbox, UidSet.of(uid), new FlagChange(mode, flags), OptionalLong.empty());
    }
}
