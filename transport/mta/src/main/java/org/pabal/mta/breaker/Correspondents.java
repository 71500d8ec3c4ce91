// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.mta.breaker.format.v1.BreakerKeys;
import org.pabal.mta.breaker.format.v1.CorrespondentsOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom an account has written to: 64 parts of 64 addresses each, of which the quietest go. For one
/// mail and one thread; two mails at once may cost one of them its entries, which the next mail to
/// the same people makes good.
final class Correspondents {
    private static final Logger LOG = LoggerFactory.getLogger(Correspondents.class);

    private final Storage storage;
    private final AccountId account;
    private final Map<Integer, CorrespondentsOctets> parts = new HashMap<>();
    private final Set<Integer> changed = new HashSet<>();

    Correspondents(Storage storage, AccountId account) {
        this.storage = storage;
        this.account = account;
    }

    static long hash(String address) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(address.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether the account has written to an address before; from now on it has.
    boolean add(long hash) {
        int chunk = (int) (hash & CorrespondentsOctets.CHUNKS - 1);
        int tag = (int) (hash >>> Integer.SIZE);
        CorrespondentsOctets part = parts.computeIfAbsent(chunk, this::load);
        boolean known = part.contains(tag);
        if (!part.hasFirst(tag)) {
            parts.put(chunk, part.with(tag));
            changed.add(chunk);
        }
        return known;
    }

    private CorrespondentsOctets load(int chunk) {
        return storage.read(
                        Space.Shared.COUNTERS, BreakerKeys.correspondents(account.value(), chunk))
                .map(Correspondents::decode)
                .orElse(CorrespondentsOctets.NONE);
    }

    private static CorrespondentsOctets decode(byte[] value) {
        try {
            return CorrespondentsOctets.decode(value);
        } catch (IllegalArgumentException broken) {
            LOG.error("event=correspondents-unreadable {}", broken.getMessage());
            return CorrespondentsOctets.NONE;
        }
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>(changed.size());
        for (int chunk : changed) {
            CorrespondentsOctets part = parts.getOrDefault(chunk, CorrespondentsOctets.NONE);
            changes.add(
                    new Change.Put(
                            BreakerKeys.correspondents(account.value(), chunk), part.encode()));
        }
        return changes;
    }
}
