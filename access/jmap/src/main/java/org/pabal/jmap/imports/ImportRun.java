// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.ImapFetcher;
import org.pabal.fetch.RemoteMailbox;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;

/// One session of a job: from logging in to the last mailbox, as long as nothing breaks. For one
/// thread.
final class ImportRun {
    /// So many mailboxes are counted before the first is read.
    private static final int COUNTED = 300;

    private final ImapFetcher session;
    private final Keeper keeper;
    private final MailboxStore store;
    private final AccountMailboxes own;
    private final long maxOctets;
    private final InstantSource clock;

    ImportRun(
            ImapFetcher session,
            Keeper keeper,
            MailboxStore store,
            AccountMailboxes own,
            long maxOctets,
            InstantSource clock) {
        this.session = session;
        this.keeper = keeper;
        this.store = store;
        this.own = own;
        this.maxOctets = maxOctets;
        this.clock = clock;
    }

    /// Those that are read, INBOX first.
    static List<RemoteMailbox> chosen(ImapFetcher session, Set<String> skip) throws IOException {
        List<RemoteMailbox> all = session.mailboxes();
        boolean labels = hasLabels(session, all);
        return all.stream()
                .filter(each -> Mapping.isRead(each, labels))
                .filter(each -> !skip.contains(shown(each)))
                .sorted(Comparator.comparing(each -> !shown(each).equalsIgnoreCase("INBOX")))
                .toList();
    }

    /// Whether one mailbox holds all messages, and these say where they belong.
    static boolean hasLabels(ImapFetcher session, List<RemoteMailbox> all) {
        return session.hasLabels() && all.stream().anyMatch(each -> each.has("\\all"));
    }

    static String shown(RemoteMailbox mailbox) {
        return String.join("/", mailbox.levels());
    }

    void run() throws IOException {
        List<RemoteMailbox> chosen = chosen(session, keeper.current().skip());
        plan(chosen);
        PresentMessages present = new PresentMessages(own);
        for (RemoteMailbox mailbox : chosen) {
            keeper.mayGoOn();
            if (!folderIn(keeper.current(), mailbox).isOver()) {
                read(mailbox, present);
            }
        }
    }

    private void plan(List<RemoteMailbox> chosen) throws IOException {
        ImportJob next = keeper.current().copy();
        int counted = 0;
        for (RemoteMailbox each : chosen) {
            ImportJob.Folder folder = folderIn(next, each);
            if (!folder.isOver() && counted++ < COUNTED) {
                session.count(each).ifPresent(folder::total);
            }
        }
        keeper.keep(next, List.of());
    }

    static ImportJob.Folder folderIn(ImportJob job, RemoteMailbox mailbox) {
        return job.folder(mailbox.wireName(), shown(mailbox));
    }

    private void read(RemoteMailbox mailbox, PresentMessages present) throws IOException {
        boolean byLabels = session.hasLabels() && mailbox.has("\\all");
        Optional<MailboxId> target = byLabels ? Optional.empty() : target(mailbox);
        if (!byLabels && target.isEmpty()) {
            leave(mailbox, "name");
            return;
        }
        try {
            new FolderRun(
                            new FolderRun.Parts(
                                    session, keeper, store, own, present, maxOctets, clock),
                            mailbox,
                            target)
                    .run();
        } catch (FetchException refused) {
            if (refused.reason() != Reason.REFUSED) {
                throw refused;
            }
            leave(mailbox, "refused");
        }
    }

    /// The mailbox that it went to before, if that is there, else the one of its use or name.
    private Optional<MailboxId> target(RemoteMailbox mailbox) {
        Optional<MailboxId> before =
                folderIn(keeper.current(), mailbox)
                        .mailboxId()
                        .flatMap(ObjectIds::parseMailbox)
                        .filter(id -> own.find(id).isPresent());
        return before.or(() -> Mapping.placeOf(mailbox).flatMap(place -> Mapping.make(place, own)));
    }

    private void leave(RemoteMailbox mailbox, String why) {
        ImportJob next = keeper.current().copy();
        next.leave(shown(mailbox), 0, why);
        folderIn(next, mailbox).ends();
        keeper.keep(next, new ArrayList<>());
    }
}
