// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.identity.Identities;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.vacation.VacationResponses;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.storage.Storage;

/// What stands behind exports, put together.
public final class ExportServices {
    private final ExportCreate create;
    private final ExportPage page;

    /// @param confirmed whether the owner of an account has shown within the last minutes who it is, in
    ///     the browser's session of this id
    /// @param random that nobody can foresee; safe for use by many threads
    public ExportServices(
            MailboxStore store,
            Storage storage,
            Directory directory,
            ScriptStore scripts,
            BiPredicate<AccountId, String> confirmed,
            InstantSource clock,
            RandomGenerator random) {
        ExportTickets tickets = new ExportTickets(clock, random);
        Identities identities = new Identities(directory, new Documents(storage, store, 'I'));
        this.create = new ExportCreate(store, tickets, confirmed);
        this.page =
                new ExportPage(
                        store,
                        tickets,
                        new AccountRecords(identities, new VacationResponses(scripts), scripts),
                        clock);
    }

    public Capability capability() {
        return new ExportCapability();
    }

    public List<JmapMethod> methods() {
        return List.of(create);
    }

    public Map<String, JmapHandler.Page> pages() {
        return Map.of(ExportPage.PATH, page);
    }
}
