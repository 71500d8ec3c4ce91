// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pabal.mailauth.mtasts.StsPolicy;
import org.pabal.mta.tlspolicy.format.v1.PolicyOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policies in the store, one for each domain. Safe for use by many threads.
final class StoredPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPolicies.class);
    private static final Space SPACE = Space.Shared.TLS_POLICIES;
    private static final int PAGE = 200;

    private final Storage storage;

    StoredPolicies(Storage storage) {
        this.storage = storage;
    }

    /// Whether it is still valid is for the caller to see.
    ///
    /// @throws StorageException when the store cannot tell
    Optional<KeptPolicy> read(String domain) {
        return storage.read(SPACE, PolicyOctets.key(domain))
                .flatMap(value -> decode(domain, value));
    }

    /// @param domain the first, or empty
    /// @return the next policies in the order of their domains; none at the end
    Page page(String domain) {
        byte[] from =
                domain.isEmpty()
                        ? PolicyOctets.firstKey()
                        : Keys.successor(PolicyOctets.key(domain));
        List<Entry> entries = storage.scan(SPACE, from, PolicyOctets.endKey(), PAGE);
        List<KeptPolicy> policies = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            decode(PolicyOctets.domain(entry.key()), entry.value()).ifPresent(policies::add);
        }
        return new Page(
                policies,
                entries.size() < PAGE
                        ? Optional.empty()
                        : Optional.of(PolicyOctets.domain(entries.getLast().key())));
    }

    /// @param last domain to go on behind; empty at the end
    record Page(List<KeptPolicy> policies, Optional<String> last) {}

    private static Optional<KeptPolicy> decode(String domain, byte[] value) {
        try {
            PolicyOctets octets = PolicyOctets.decode(value);
            return StsPolicy.parse(octets.text().getBytes(StandardCharsets.UTF_8))
                            instanceof StsPolicy.Found.Policy(var policy)
                    ? Optional.of(
                            new KeptPolicy(
                                    domain,
                                    octets.id(),
                                    policy,
                                    Instant.ofEpochSecond(octets.fetchedSeconds()),
                                    Instant.ofEpochSecond(octets.usedSeconds())))
                    : Optional.empty();
        } catch (IllegalArgumentException broken) {
            LOG.error("event=tls-policy-unreadable domain={} {}", domain, broken.getMessage());
            return Optional.empty();
        }
    }

    /// Returns once it is durable.
    ///
    /// @throws StorageException when it is not
    void keep(KeptPolicy kept) {
        change(put(kept), "the policy of " + kept.domain());
    }

    /// Does not wait: a lost mark costs nothing.
    void mark(KeptPolicy kept) {
        storage.submit(
                new Commit(UUID.randomUUID(), List.of(SpaceChanges.of(SPACE, List.of(put(kept))))),
                outcome -> {});
    }

    private static Change put(KeptPolicy kept) {
        return new Change.Put(
                PolicyOctets.key(kept.domain()),
                new PolicyOctets(
                                kept.fetched().getEpochSecond(),
                                kept.used().getEpochSecond(),
                                kept.id(),
                                kept.policy().text())
                        .encode());
    }

    void forget(String domain) {
        change(new Change.Delete(PolicyOctets.key(domain)), "the end of a policy");
    }

    private void change(Change change, String what) {
        CommitOutcome outcome =
                storage.commit(
                        new Commit(
                                UUID.randomUUID(),
                                List.of(SpaceChanges.of(SPACE, List.of(change)))));
        if (outcome instanceof CommitOutcome.Failed(var reason)) {
            LOG.warn("event=tls-policy-not-kept {}: {}", what, reason.getMessage());
        }
    }
}
