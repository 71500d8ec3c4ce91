// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.signing.DkimSigner;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.signing.KeyChecks;
import org.pabal.mta.signing.KeyRing;
import org.pabal.mta.signing.KeyRotation;
import org.pabal.mta.signing.MailSigner;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SigningTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our keys, the signatures made with them, and what is done about them in the background.
final class Signing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

    private final boolean signs;
    private final boolean signsOwnNetworks;
    private final boolean seals;
    private final Duration every;
    private final KeyRing ring;
    private final KeyRotation rotation;
    private final KeyChecks checks;
    private final MailSigner signer;
    private final CountDownLatch closing = new CountDownLatch(1);

    Signing(Foundation foundation, Settings settings, Resolver resolver) throws StartFailure {
        this.signs = settings.get(SigningTable.DKIM_SIGN);
        this.signsOwnNetworks = settings.get(SigningTable.DKIM_SIGN_OWN_NETWORKS);
        this.seals = settings.get(SigningTable.ARC_SEAL);
        this.every = settings.get(SigningTable.DKIM_CHECK_EVERY);
        this.ring = ring(foundation);
        this.rotation =
                new KeyRotation(
                        ring,
                        DkimSettings.keys(settings),
                        resolver,
                        foundation.clock(),
                        new SecureRandom());
        this.checks = new KeyChecks(ring, rotation, foundation.clock());
        this.signer =
                new MailSigner(
                        ring, new DkimSigner(DkimSettings.rules(settings), foundation.clock()));
    }

    private static KeyRing ring(Foundation foundation) throws StartFailure {
        try {
            return new KeyRing(foundation.storage());
        } catch (UnavailableException unreadable) {
            throw new StartFailure(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /// What the keys are for administrators.
    DkimOperations.Keys keys() {
        return new DkimOperations.Keys(ring, rotation, signs);
    }

    /// Of mail that people submit.
    ContentExaminer ofSubmission() {
        return signs ? signer : ContentExaminer.NONE;
    }

    /// Of mail on port 25 that is not a stranger's: our own machines' is signed.
    ContentExaminer ofReception() {
        return signs && signsOwnNetworks
                ? mail ->
                        mail.origin() == Origin.SUBMITTED
                                ? signer.begin(mail)
                                : ContentExaminer.NONE.begin(mail)
                : ContentExaminer.NONE;
    }

    /// The key that a domain seals with what it forwards.
    Optional<SigningKey> sealingKey(Domain domain) {
        return seals
                ? ring.signing(domain).stream()
                        .filter(key -> key.algorithm() == SigningAlgorithm.RSA_SHA256)
                        .findFirst()
                : Optional.empty();
    }

    /// What stands on top of a message of our own: nothing when its author's domain has no keys.
    byte[] fields(byte[] message) {
        return signs ? signer.fields(message) : new byte[0];
    }

    /// A message of our own with our signatures on top.
    byte[] signed(byte[] message) {
        return signs ? signer.signed(message) : message;
    }

    void start() {
        if ((signs || seals) && every.isPositive()) {
            Thread.ofVirtual().name("dkim-keys").start(this::keep);
        }
    }

    private void keep() {
        try {
            do {
                check();
            } while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        try {
            checks.run();
        } catch (UnavailableException trouble) {
            LOG.warn("event=dkim-keys-not-kept reason=\"{}\"", trouble.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=dkim-keys-not-kept", bug);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
