// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.pabal.message.UnavailableException;
import org.pabal.sessions.format.v1.SessionFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// The key by which this server signs links that show something without a cookie: the same after every
/// start and on every host of one store, so that a page that is open goes on. Safe for use by many
/// threads.
public final class LinkKey {
    public static final int OCTETS = 32;

    private final Storage storage;
    private final Supplier<byte[]> random;

    /// @param random makes {@value #OCTETS} octets that nobody can guess
    public LinkKey(Storage storage, Supplier<byte[]> random) {
        this.storage = storage;
        this.random = random;
    }

    /// The key; it is made when it is first asked for.
    ///
    /// @throws UnavailableException when the store cannot be read or written
    public byte[] octets() {
        try {
            while (true) {
                long version = storage.version(Space.Shared.SESSIONS);
                Optional<byte[]> stored =
                        storage.read(Space.Shared.SESSIONS, SessionFormat.linkKey());
                if (stored.isPresent()) {
                    return SessionFormat.decodeLinkKey(stored.get());
                }
                byte[] made = random.get();
                if (keep(version, made)) {
                    return made;
                }
            }
        } catch (StorageException down) {
            throw new UnavailableException("the key of signed links: " + down.getMessage(), down);
        }
    }

    /// @return false when something else was written meanwhile: perhaps another host's key
    private boolean keep(long version, byte[] made) {
        Change put = new Change.Put(SessionFormat.linkKey(), SessionFormat.encodeLinkKey(made));
        SpaceChanges changes = SpaceChanges.ifVersion(Space.Shared.SESSIONS, version, List.of(put));
        return switch (storage.commit(new Commit(UUID.randomUUID(), List.of(changes)))) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.VersionMismatch _ -> false;
            case CommitOutcome.Failed(StorageException reason) -> throw reason;
        };
    }
}
