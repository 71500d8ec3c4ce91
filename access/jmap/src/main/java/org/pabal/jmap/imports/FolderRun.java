// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.fetch.ExaminedMailbox;
import org.pabal.fetch.ImapFetcher;
import org.pabal.fetch.RemoteMailbox;
import org.pabal.fetch.RemoteMessage;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;

/// Brings one mailbox, from the UID behind the last one that was brought. For one thread.
final class FolderRun {
    /// Messages that are described at once.
    private static final int DESCRIBED = 200;

    /// Messages of one commit.
    private static final int BATCH = 20;

    /// Octets of one commit, but for a message that is larger itself.
    private static final long BATCH_OCTETS = 8L << 20;

    private final Parts parts;
    private final RemoteMailbox mailbox;
    private final Optional<MailboxId> target;
    private final List<Step> steps = new ArrayList<>();
    private long waitingOctets;

    record Parts(
            ImapFetcher session,
            Keeper keeper,
            MailboxStore store,
            AccountMailboxes own,
            PresentMessages present,
            long maxOctets,
            InstantSource clock) {}

    /// What is done with one message.
    private sealed interface Step {
        long uid();

        record Bring(RemoteMessage message, List<MailboxId> places, long key) implements Step {
            @Override
            public long uid() {
                return message.uid();
            }
        }

        record There(long uid) implements Step {}

        record Left(long uid, String why) implements Step {}
    }

    /// @param target empty where each message's labels say where it goes
    FolderRun(Parts parts, RemoteMailbox mailbox, Optional<MailboxId> target) {
        this.parts = parts;
        this.mailbox = mailbox;
        this.target = target;
    }

    void run() throws IOException {
        ExaminedMailbox examined = parts.session().examine(mailbox);
        ImportJob begun = parts.keeper().current().copy();
        ImportJob.Folder folder = ImportRun.folderIn(begun, mailbox);
        folder.opened(examined.uidValidity(), examined.messages());
        target.ifPresent(id -> folder.goesTo(ObjectIds.of(id)));
        parts.keeper().keep(begun, List.of());
        long end = examined.uidNext() > 0 ? examined.uidNext() - 1 : 0xFFFF_FFFFL;
        long next = folder.lastUid() + 1;
        while (examined.messages() > 0 && next <= end) {
            parts.keeper().mayGoOn();
            bring(parts.session().uids(next), examined.uidValidity());
            next = ImapFetcher.lastSearched(next) + 1;
        }
        ImportJob done = parts.keeper().current().copy();
        ImportRun.folderIn(done, mailbox).ends();
        parts.keeper().keep(done, List.of());
    }

    private void bring(List<Long> uids, long uidValidity) throws IOException {
        for (int from = 0; from < uids.size(); from += DESCRIBED) {
            List<Long> some = uids.subList(from, Math.min(from + DESCRIBED, uids.size()));
            Map<Long, RemoteMessage> described = new LinkedHashMap<>();
            parts.session().describe(some).forEach(each -> described.put(each.uid(), each));
            for (long uid : some) {
                @Nullable RemoteMessage message = described.get(uid);
                if (message != null) {
                    add(step(message), uidValidity);
                }
            }
            flush(uidValidity);
        }
    }

    private Step step(RemoteMessage message) {
        if (message.flags().stream().anyMatch("\\Deleted"::equalsIgnoreCase)) {
            return new Step.Left(message.uid(), "deleted");
        }
        if (message.octets() > parts.maxOctets()) {
            return new Step.Left(message.uid(), "tooLarge");
        }
        long key = PresentMessages.key(message.messageId(), date(message), message.octets());
        List<MailboxId> places = new ArrayList<>();
        for (MailboxId each : places(message)) {
            if (!parts.present().has(each, key)) {
                parts.present().add(each, key);
                places.add(each);
            }
        }
        return places.isEmpty()
                ? new Step.There(message.uid())
                : new Step.Bring(message, places, key);
    }

    private List<MailboxId> places(RemoteMessage message) {
        if (target.isPresent()) {
            return List.of(target.get());
        }
        return Mapping.placesOf(message.labels()).stream()
                .flatMap(place -> Mapping.make(place, parts.own()).stream())
                .distinct()
                .toList();
    }

    private Instant date(RemoteMessage message) {
        return message.internalDate().orElseGet(() -> parts.clock().instant());
    }

    private void add(Step step, long uidValidity) throws IOException {
        long octets = step instanceof Step.Bring bring ? bring.message().octets() : 0;
        if (waitingOctets > 0 && waitingOctets + octets > BATCH_OCTETS) {
            flush(uidValidity);
        }
        steps.add(step);
        waitingOctets += octets;
        if (steps.stream().filter(Step.Bring.class::isInstance).count() >= BATCH) {
            flush(uidValidity);
        }
    }

    /// Reads what waits, and keeps it with where the job is then.
    private void flush(long uidValidity) throws IOException {
        if (steps.isEmpty()) {
            return;
        }
        parts.keeper().mayGoOn();
        List<Step> now = List.copyOf(steps);
        steps.clear();
        waitingOctets = 0;
        List<Long> wanted =
                now.stream().filter(Step.Bring.class::isInstance).map(Step::uid).toList();
        TakenMessages taken = new TakenMessages(parts.store(), parts.maxOctets());
        if (!wanted.isEmpty()) {
            try (taken) {
                parts.session().read(wanted, taken);
            }
        }
        try {
            keep(now, taken, uidValidity);
        } catch (Keeper.FullException full) {
            if (now.size() == 1) {
                throw full;
            }
            for (Step each : now) {
                keep(List.of(each), taken, uidValidity); // as many as there is room for
            }
        }
    }

    private void keep(List<Step> now, TakenMessages taken, long uidValidity) {
        ImportJob next = parts.keeper().current().copy();
        ImportJob.Folder folder = ImportRun.folderIn(next, mailbox);
        List<Filing> filings = new ArrayList<>();
        long brought = 0;
        long there = 0;
        for (Step each : now) {
            switch (each) {
                case Step.There _ -> there++;
                case Step.Left(long uid, String why) ->
                        next.leave(ImportRun.shown(mailbox), uid, why);
                case Step.Bring bring -> {
                    Optional<StagedMessage> staged = taken.message(bring.uid());
                    if (staged.isPresent()) {
                        filings.addAll(filings(bring, staged.get(), uidValidity));
                        brought++;
                    } else {
                        taken.refusal(bring.uid())
                                .ifPresent(why ->
                                        next.leave(ImportRun.shown(mailbox), bring.uid(), why));
                    }
                }
            }
        }
        next.count(brought, there, parts.clock().instant());
        folder.reached(now.getLast().uid(), now.size());
        parts.keeper().keep(next, filings);
    }

    /// The same message is filed once for each of its places, whatever a crash has us do again.
    private List<Filing> filings(Step.Bring bring, StagedMessage message, long uidValidity) {
        List<Filing> filings = new ArrayList<>();
        for (MailboxId each : bring.places()) {
            MailboxInfo place =
                    parts.own()
                            .find(each)
                            .orElseThrow(() ->
                                    new UnavailableException("a mailbox is gone: look again"));
            filings.add(
                    new Filing(
                            parts.own().account(),
                            place.name(),
                            message,
                            RemoteFlags.of(bring.message()),
                            date(bring.message()),
                            "import "
                                    + mailbox.wireName()
                                    + " "
                                    + uidValidity
                                    + " "
                                    + bring.uid()
                                    + " "
                                    + Long.toHexString(bring.key())
                                    + " "
                                    + parts.keeper().name()
                                    + " "
                                    + each.value()));
        }
        return filings;
    }
}
