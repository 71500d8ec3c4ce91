// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.quarantine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.pabal.filter.QuarantinedCopy;
import org.pabal.filter.quarantine.format.v1.CopyFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All copies that are kept aside. Safe for use by many threads.
public final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int AT_ONCE = 500;

    private final Storage storage;
    private final Duration keep;
    private final InstantSource clock;

    /// @param keep after which a copy is given up
    public Quarantine(Storage storage, Duration keep, InstantSource clock) {
        this.storage = storage;
        this.keep = keep;
        this.clock = clock;
    }

    /// What keeps a copy, for the commit that accepts its mail.
    public static List<Change> keep(QuarantinedCopy copy) {
        byte[] key = CopyFormat.key(copy.mailId(), copy.address());
        return List.of(
                new Change.Put(key, CopyFormat.encode(copy)),
                new Change.AddReference(copy.blob(), key));
    }

    /// What gives it up, for the commit that delivers it.
    public static List<Change> giveUp(QuarantinedCopy copy) {
        byte[] key = CopyFormat.key(copy.mailId(), copy.address());
        return List.of(new Change.Delete(key), new Change.RemoveReference(copy.blob(), key));
    }

    /// In the order in which they came.
    ///
    /// @param after the id of a mail: those of later ones; empty for all
    /// @param most at least 1
    public List<QuarantinedCopy> list(String after, int most) {
        byte[] from = after.isEmpty() ? CopyFormat.first() : CopyFormat.key(after + "\1", "");
        return storage.scan(Space.Shared.FILTER, from, CopyFormat.end(), most).stream()
                .map(Entry::value)
                .map(CopyFormat::decode)
                .toList();
    }

    /// The copies of a mail.
    public List<QuarantinedCopy> of(String mailId) {
        byte[] from = CopyFormat.key(mailId, "");
        byte[] to = CopyFormat.key(mailId + "\1", "");
        return storage.scan(Space.Shared.FILTER, from, to, AT_ONCE).stream()
                .map(Entry::value)
                .map(CopyFormat::decode)
                .toList();
    }

    /// Gives copies up; durable when it returns.
    public void delete(List<QuarantinedCopy> copies) {
        List<Change> changes = new ArrayList<>(copies.size() * 2);
        copies.forEach(copy -> changes.addAll(giveUp(copy)));
        storage.commit(
                new Commit(
                        UUID.randomUUID(), List.of(SpaceChanges.of(Space.Shared.FILTER, changes))));
    }

    /// Gives up those whose time is over.
    ///
    /// @return how many
    public int expire() {
        long before = clock.instant().minus(keep).toEpochMilli();
        int expired = 0;
        byte[] from = CopyFormat.first();
        while (true) {
            List<Entry> some = storage.scan(Space.Shared.FILTER, from, CopyFormat.end(), AT_ONCE);
            List<QuarantinedCopy> old =
                    some.stream()
                            .map(Entry::value)
                            .map(CopyFormat::decode)
                            .filter(copy -> copy.at().toEpochMilli() < before)
                            .toList();
            if (!old.isEmpty()) {
                delete(old);
                expired += old.size();
            }
            if (old.size() < some.size() || some.size() < AT_ONCE) {
                break; // the rest came later
            }
            from = Keys.successor(some.getLast().key());
        }
        if (expired > 0) {
            LOG.info("event=quarantine-expired copies={}", expired);
        }
        return expired;
    }
}
