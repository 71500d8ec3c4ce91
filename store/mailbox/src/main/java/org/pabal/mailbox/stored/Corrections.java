// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.format.v1.CorrectionFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.storage.Change;

/// What one edit says of messages. It lasts with the edit's own commit, so that whoever learns from it
/// neither misses it nor hears it twice, whatever happens.
final class Corrections {
    /// Keeps a record at some 100 kB.
    private static final int CHUNK = 16_384;

    private final boolean kept;
    private final Map<Long, Correction.Kind> said = new LinkedHashMap<>();

    /// @param kept false where nobody learns
    Corrections(boolean kept) {
        this.kept = kept;
    }

    boolean isEmpty() {
        return said.isEmpty();
    }

    /// The last word counts.
    void add(long email, Optional<Correction.Kind> kind) {
        if (kept && kind.isPresent()) {
            said.put(email, kind.get());
        }
    }

    void write(List<Change> changes, long modSeq) {
        List<Correction> all = new ArrayList<>(said.size());
        said.forEach((email, kind) -> all.add(new Correction(new EmailId(email), kind)));
        for (int from = 0; from < all.size(); from += CHUNK) {
            changes.add(
                    new Change.Put(
                            RecordKeys.corrections(modSeq, from / CHUNK),
                            CorrectionFormat.encode(
                                    all.subList(from, Math.min(all.size(), from + CHUNK)))));
        }
    }
}
