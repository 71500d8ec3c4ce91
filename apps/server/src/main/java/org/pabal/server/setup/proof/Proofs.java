// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.server.setup.proof.Proof.Stage;
import org.pabal.server.setup.proof.Proof.State;

/// The proofs of this run of the server: one at a time is made, the last few are remembered. Safe for use
/// by many threads.
public final class Proofs implements AutoCloseable {
    private static final int REMEMBERED = 8;

    private final ProofMail mail;
    private final ProofFacts facts;
    private final InstantSource clock;
    private final Map<String, Proof> proofs = new LinkedHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public Proofs(ProofMail mail, ProofFacts facts, InstantSource clock) {
        this.mail = mail;
        this.facts = facts;
        this.clock = clock;
    }

    /// Begins one; while one is being made that asks for the same, it is that one.
    ///
    /// @param id for a new one; nobody guesses it
    /// @param client who asks
    /// @param whenDone is called on the thread of the proof
    /// @return empty while another is being made
    public Optional<Proof> begin(
            String id,
            Account account,
            Optional<Address> outside,
            InetSocketAddress client,
            Consumer<Proof> whenDone) {
        Proof proof;
        synchronized (proofs) {
            Optional<Proof> running =
                    proofs.values().stream().filter(each -> !each.isDone()).findFirst();
            if (running.isPresent()) {
                return running.filter(same ->
                        same.outside().equals(outside) && same.account().id().equals(account.id()));
            }
            if (proofs.size() >= REMEMBERED) {
                proofs.remove(proofs.keySet().iterator().next());
            }
            proof = new Proof(id, account, outside, clock.instant());
            proofs.put(id, proof);
        }
        Thread.ofVirtual()
                .name("setup-proof")
                .start(() -> {
                    new ProofRun(proof, mail, facts, clock, this::pause, client).run();
                    whenDone.accept(proof);
                });
        return Optional.of(proof);
    }

    private void pause(Duration time) throws InterruptedException {
        if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new UnavailableException("the server stops");
        }
    }

    /// With what has become of the mail to the server outside, and its answer, since it was made.
    public Optional<Proof> find(String id) {
        Optional<Proof> proof;
        synchronized (proofs) {
            proof = Optional.ofNullable(proofs.get(id));
        }
        proof.filter(Proof::isDone).ifPresent(this::look);
        return proof;
    }

    private void look(Proof proof) {
        if (proof.outside().isEmpty()) {
            return;
        }
        if (proof.at(Stage.OUTSIDE).state() == State.WARN) {
            String id = proof.messageId("outside", facts.hostname());
            OutsideFate.show(proof, id, mail.fate(id));
        }
        Address other = proof.outside().get();
        if (proof.at(Stage.ANSWER).state() == State.WAITING) {
            boolean hasCome = mail.hasCome(other, proof.account().address(), proof.began());
            proof.at(
                    Stage.ANSWER,
                    hasCome ? State.OK : State.WAITING,
                    hasCome ? other.toString() : "",
                    hasCome ? "" : Words.ANSWER_AWAITED.in(proof.language()));
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
