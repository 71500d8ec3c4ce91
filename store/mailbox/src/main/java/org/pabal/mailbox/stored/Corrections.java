// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.format.v1.CorrectionFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Messages.Arrival;
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

    /// Of a message; the last word counts.
    void add(long email, Optional<Correction.Kind> kind) {
        if (kept && kind.isPresent()) {
            said.put(email, kind.get());
        }
    }

    /// Of messages that are copied or moved.
    void moved(MailboxState from, List<Arrival> arrivals, MailboxState to) {
        Optional<Correction.Kind> kind =
                Correction.ofMove(from.record().specialUse(), to.record().specialUse());
        if (kind.isPresent()) {
            arrivals.forEach(arrival -> add(arrival.email(), kind));
        }
    }

    /// Of an email that is put elsewhere: it is spam, or it is not. As {@link Correction#ofMove} has it
    /// for a message that is moved from one mailbox to another.
    void placed(AccountEdit edit, EmailId email, Set<MailboxId> before, Set<MailboxId> after) {
        Optional<SpecialUse> junk = Optional.of(SpecialUse.JUNK);
        boolean was = before.stream().anyMatch(id -> useOf(edit, id).equals(junk));
        boolean is = after.stream().anyMatch(id -> useOf(edit, id).equals(junk));
        if (was == is) {
            return;
        }
        Optional<SpecialUse> to =
                is
                        ? junk
                        : after.stream()
                                .map(id -> useOf(edit, id))
                                .filter(use -> !use.equals(Optional.of(SpecialUse.TRASH)))
                                .findFirst()
                                .orElse(Optional.of(SpecialUse.TRASH));
        add(email.value(), Correction.ofMove(was ? junk : Optional.empty(), to));
    }

    private static Optional<SpecialUse> useOf(AccountEdit edit, MailboxId mailbox) {
        return edit.mailbox(mailbox).flatMap(there -> there.record().specialUse());
    }

    /// Of messages that are appended.
    void appended(List<Arrival> arrivals, MailboxState to) {
        Optional<SpecialUse> use = to.record().specialUse();
        Optional<Correction.Kind> kind = Correction.ofMove(Optional.empty(), use);
        arrivals.forEach(arrival ->
                add(
                        arrival.email(),
                        kind.or(() ->
                                Correction.ofMarks(
                                        Flags.JunkMark.NONE, arrival.flags().junkMark(), use))));
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
