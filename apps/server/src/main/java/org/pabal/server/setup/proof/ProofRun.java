// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.server.setup.proof.Proof.Stage;
import org.pabal.server.setup.proof.Proof.State;
import org.pabal.server.setup.proof.ProofFacts.WayOut;
import org.pabal.server.setup.proof.ProofMail.Door;
import org.pabal.server.setup.proof.ProofMail.Fate;
import org.pabal.server.setup.proof.ProofMail.Sent;
import org.pabal.server.setup.proof.ProofMail.Taken;
import org.pabal.smtp.Pause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one proof, from its first mail to its score. For one thread.
final class ProofRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProofRun.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /// Own mail needs seconds; the filter may ask others.
    private static final Duration ARRIVED_WITHIN = Duration.ofMinutes(1);

    /// The first attempt is made within this time, or something is in its way.
    private static final Duration TRIED_WITHIN = Duration.ofSeconds(90);

    private final Proof proof;
    private final ProofMail mail;
    private final ProofFacts facts;
    private final InstantSource clock;
    private final Pause pause;
    private final InetSocketAddress client;
    private final Locale language;
    private final Address own;

    /// @param client who asked for it
    ProofRun(
            Proof proof,
            ProofMail mail,
            ProofFacts facts,
            InstantSource clock,
            Pause pause,
            InetSocketAddress client) {
        this.proof = proof;
        this.mail = mail;
        this.facts = facts;
        this.clock = clock;
        this.pause = pause;
        this.client = client;
        this.language = proof.language();
        this.own = proof.account().address();
    }

    void run() {
        try {
            make();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            broke("the server stops");
        } catch (UnavailableException out) {
            broke(String.valueOf(out.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("event=setup-proof-broken proof={}", proof.id(), bug);
            broke(bug.getClass().getSimpleName());
        } finally {
            proof.end();
            LOG.info(
                    "event=setup-proof proof={} score={} good={}",
                    proof.id(),
                    proof.page().score(),
                    proof.isGood());
        }
    }

    /// What was being done has failed, with the proof.
    private void broke(String reason) {
        for (Stage stage : Stage.values()) {
            if (proof.at(stage).state() == State.RUNNING) {
                proof.at(stage, State.BAD, "", Words.BROKEN.in(language, reason));
            }
        }
        proof.lose(Why.MAIL, Words.BROKEN.in(language, reason));
    }

    private void make() throws InterruptedException {
        proof.at(Stage.SEND, Proof.Told.RUNNING);
        String id = proof.messageId("self", facts.hostname());
        byte[] message = new Letter(own, own, id, Words.TO_SELF).octets(language, clock.instant());
        Optional<Instant> signsFrom = mail.signsFrom(own.domain());
        Optional<Door> door = send(message);
        WayOut out;
        if (door.isPresent()) {
            proof.at(Stage.ARRIVE, Proof.Told.RUNNING);
            Optional<byte[]> arrived = arrive(id);
            proof.at(Stage.HEADERS, arrived.isPresent() ? Proof.Told.RUNNING : Proof.Told.SKIPPED);
            out = facts.wayOut(own);
            if (arrived.isPresent()) {
                new HeaderCheck(proof, facts, signsFrom, message, arrived.get())
                        .run(door.get().isStrangers(), out.isRelay());
            }
        } else {
            proof.at(Stage.ARRIVE, Proof.Told.SKIPPED);
            proof.at(Stage.HEADERS, Proof.Told.SKIPPED);
            out = facts.wayOut(own);
        }
        if (proof.outside().isPresent()) {
            outside(proof.outside().get());
        }
        HostCheck host = new HostCheck(proof, facts);
        host.run(out);
        host.wayOut(out);
    }

    /// The door that others use first; where it does not answer, or not now, the next.
    private Optional<Door> send(byte[] message) {
        List<Door> doors = mail.doors();
        if (doors.isEmpty()) {
            return notSent("", Words.NO_DOOR);
        }
        Sent last = null;
        for (Door door : doors) {
            Sent sent = mail.toSelf(door, own, message);
            if (sent.taken() == Taken.YES) {
                if (sent.protection().isEmpty()) {
                    proof.lose(Why.TLS, Words.NO_TLS.in(language));
                }
                String by = door.address().getAddress().getHostAddress();
                String secured = sent.protection().map(text -> ", " + text).orElse("");
                proof.at(
                        Stage.SEND,
                        State.OK,
                        sent.said() + " (" + by + secured + ")",
                        door.isStrangers() ? "" : Words.BY_LOOPBACK.in(language));
                return Optional.of(door);
            }
            last = sent;
            if (sent.taken() == Taken.NO) {
                break;
            }
        }
        return notSent(last == null ? "" : last.said(), Words.NOT_TAKEN);
    }

    private Optional<Door> notSent(String said, Words words) {
        proof.at(Stage.SEND, State.BAD, said, words.in(language));
        proof.lose(Why.MAIL, Words.NOT_THROUGH.in(language));
        return Optional.empty();
    }

    /// @return what lies in the mailbox
    private Optional<byte[]> arrive(String id) throws InterruptedException {
        return switch (awaited(id, ARRIVED_WITHIN, ProofRun::hasEnded)) {
            case Fate.Stored place -> read(place);
            case Fate.Quarantined(var said) -> notArrived(said, Words.ASIDE.in(language));
            case Fate.Relayed(var said) -> notArrived(said, Words.GONE_ON.in(language));
            case Fate.Failed(var said) -> notArrived(said, Words.NOT_THROUGH.in(language));
            case Fate.Waits(var said) -> notArrived(said, Words.NOT_ARRIVED.in(language, id));
            case Fate.Deferred(var said) -> notArrived(said, Words.NOT_ARRIVED.in(language, id));
        };
    }

    private Optional<byte[]> read(Fate.Stored place) {
        Optional<byte[]> octets = mail.read(proof.account(), place);
        if (octets.isEmpty()) {
            return notArrived(place.mailbox(), Words.GONE.in(language));
        }
        boolean isInbox = place.mailbox().equalsIgnoreCase("INBOX");
        proof.at(
                Stage.ARRIVE,
                isInbox ? State.OK : State.WARN,
                place.mailbox() + " UID " + place.uid(),
                isInbox ? "" : Words.ELSEWHERE.in(language, place.mailbox()));
        return octets;
    }

    private Optional<byte[]> notArrived(String said, String hint) {
        proof.at(Stage.ARRIVE, State.BAD, said, hint);
        proof.lose(Why.MAIL, Words.NOT_THROUGH.in(language));
        return Optional.empty();
    }

    private static boolean hasEnded(Fate fate) {
        return !(fate instanceof Fate.Waits) && !(fate instanceof Fate.Deferred);
    }

    private static boolean isTried(Fate fate) {
        return !(fate instanceof Fate.Waits);
    }

    private Fate awaited(String id, Duration time, Predicate<Fate> isEnough)
            throws InterruptedException {
        Instant end = clock.instant().plus(time);
        Fate fate = mail.fate(id);
        while (!isEnough.test(fate) && clock.instant().isBefore(end)) {
            pause.take(BETWEEN_LOOKS);
            fate = mail.fate(id);
        }
        return fate;
    }

    private void outside(Address to) throws InterruptedException {
        proof.at(Stage.OUTSIDE, Proof.Told.RUNNING);
        String id = proof.messageId("outside", facts.hostname());
        byte[] message =
                new Letter(own, to, id, Words.TO_OUTSIDE).octets(language, clock.instant());
        Sent sent = mail.outside(proof.account(), "proof-" + proof.id(), client, to, message);
        if (sent.taken() == Taken.YES) {
            OutsideFate.show(proof, id, awaited(id, TRIED_WITHIN, ProofRun::isTried));
        } else {
            proof.at(Stage.OUTSIDE, State.BAD, sent.said(), Words.NOT_SUBMITTED.in(language));
            proof.lose(Why.OUTSIDE, Words.NOT_SUBMITTED.in(language));
        }
    }
}
