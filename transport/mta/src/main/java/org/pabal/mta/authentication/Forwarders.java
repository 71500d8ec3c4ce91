// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pabal.mta.authentication.format.v1.DeclaredOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forwarders that are known: by the settings, declared by an operator for everybody or for one
/// recipient, or learnt. Safe for use by many threads.
public final class Forwarders {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarders.class);

    /// All are tried for a mail that would be refused.
    public static final int MAX_DECLARED = 1_000;

    private final List<Forwarder> ofSettings;
    private final Storage storage;
    private final InstantSource clock;
    private final Learnt learnt;
    private volatile List<DeclaredForwarder> declared;

    /// Reads what was declared.
    ///
    /// @param ofSettings for everybody
    public Forwarders(List<Forwarder> ofSettings, Storage storage, InstantSource clock) {
        this.ofSettings = List.copyOf(ofSettings);
        this.storage = storage;
        this.clock = clock;
        this.learnt = new Learnt(storage, clock);
        this.declared = read();
    }

    private List<DeclaredForwarder> read() {
        byte[] first = DeclaredOctets.first();
        List<DeclaredForwarder> all = new ArrayList<>();
        for (Entry entry :
                storage.scan(Space.Shared.SETTINGS, first, Keys.afterPrefix(first), MAX_DECLARED)) {
            decode(entry).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private static Optional<DeclaredForwarder> decode(Entry entry) {
        try {
            DeclaredOctets octets = DeclaredOctets.decode(entry.key(), entry.value());
            return Forwarder.parse(octets.forwarder())
                    .map(forwarder ->
                            new DeclaredForwarder(
                                    forwarder,
                                    octets.recipient(),
                                    Instant.ofEpochSecond(octets.since()),
                                    octets.note()));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=forwarder-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }

    /// Declares a forwarder; a second time with another note.
    ///
    /// @param recipient an address in lookup form; empty for everybody
    /// @return false when there are too many already
    public synchronized boolean add(Forwarder forwarder, String recipient, String note) {
        DeclaredForwarder added =
                new DeclaredForwarder(forwarder, recipient, clock.instant(), note);
        List<DeclaredForwarder> all = new ArrayList<>(without(forwarder, recipient));
        if (all.size() >= MAX_DECLARED) {
            return false;
        }
        DeclaredOctets octets = octets(added);
        commit(new Change.Put(octets.key(), octets.value()));
        all.add(added);
        declared = List.copyOf(all);
        return true;
    }

    /// @return false when none was declared so
    public synchronized boolean remove(Forwarder forwarder, String recipient) {
        List<DeclaredForwarder> left = without(forwarder, recipient);
        if (left.size() == declared.size()) {
            return false;
        }
        commit(new Change.Delete(new DeclaredOctets(forwarder.toString(), recipient, 0, "").key()));
        declared = left;
        return true;
    }

    private List<DeclaredForwarder> without(Forwarder forwarder, String recipient) {
        return declared.stream()
                .filter(each ->
                        !each.forwarder().equals(forwarder) || !each.recipient().equals(recipient))
                .toList();
    }

    private static DeclaredOctets octets(DeclaredForwarder each) {
        return new DeclaredOctets(
                each.forwarder().toString(),
                each.recipient(),
                each.since().getEpochSecond(),
                each.note());
    }

    private void commit(Change change) {
        storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(SpaceChanges.of(Space.Shared.SETTINGS, List.of(change)))));
    }

    public List<Forwarder> ofSettings() {
        return ofSettings;
    }

    public List<DeclaredForwarder> declared() {
        return declared.stream()
                .sorted(
                        Comparator.comparing(DeclaredForwarder::recipient)
                                .thenComparing(each -> each.forwarder().toString()))
                .toList();
    }

    /// Those that are known and those that are about to be.
    public List<LearntForwarder> learnt() {
        return learnt.list();
    }

    /// Forgets what was learnt of a network or of a domain's hosts.
    ///
    /// @param recipient for whom; empty for everybody
    /// @return how many were forgotten
    public int forget(String networkOrDomain, String recipient) {
        return learnt.forget(networkOrDomain, recipient);
    }

    /// Why a client's mail is let in: because somebody of the recipients, or the operator for all,
    /// knows it. What costs no question to the DNS is asked first.
    ///
    /// @param recipients in lookup form
    Optional<Allowance> allow(
            Arrival client, List<String> recipients, AuthenticationRules.Learning learning) {
        for (Forwarder each : cheapFirst(ofSettings)) {
            if (each.is(client)) {
                return Optional.of(declaredAs(each, "by the settings"));
            }
        }
        for (DeclaredForwarder each : forAnyOf(recipients)) {
            if (each.forwarder().is(client)) {
                String whose = each.recipient().isEmpty() ? "everybody" : each.recipient();
                return Optional.of(declaredAs(each.forwarder(), "for " + whose));
            }
        }
        return learning == AuthenticationRules.Learning.ON
                ? recipients.stream()
                        .flatMap(recipient ->
                                learnt.find(client.address(), client.name(), recipient).stream())
                        .findFirst()
                        .map(Forwarders::learntAs)
                : Optional.empty();
    }

    private List<DeclaredForwarder> forAnyOf(List<String> recipients) {
        return declared.stream()
                .filter(each -> each.recipient().isEmpty() || recipients.contains(each.recipient()))
                .sorted(Comparator.comparingInt(each -> cost(each.forwarder())))
                .toList();
    }

    private static List<Forwarder> cheapFirst(List<Forwarder> all) {
        return all.stream().sorted(Comparator.comparingInt(Forwarders::cost)).toList();
    }

    private static int cost(Forwarder forwarder) {
        return forwarder instanceof Forwarder.Authorised ? 1 : 0;
    }

    private static Allowance declaredAs(Forwarder forwarder, String how) {
        return new Allowance(
                Allowance.Kind.DECLARED_FORWARDER,
                "forwarder " + forwarder + " (declared)",
                "forwarder " + forwarder + " declared " + how);
    }

    private static Allowance learntAs(LearntForwarder each) {
        String who = each.domain() + " " + each.network();
        return new Allowance(
                Allowance.Kind.LEARNT_FORWARDER,
                "forwarder " + who + " (learnt)",
                "forwarder "
                        + who
                        + " learnt for "
                        + each.recipient()
                        + ": passed on "
                        + each.mails()
                        + " signed mails of "
                        + each.authors()
                        + " domains");
    }

    /// A mail came in whole that its client may not send by itself.
    void learn(
            InetAddress address, String name, List<String> recipients, String author, String mark) {
        for (String recipient : recipients) {
            learnt.learn(address, name, recipient, author, mark);
        }
    }
}
