// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.pabal.directory.joined.JoinedDirectory;
import org.pabal.dns.Resolver;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mta.ledger.MailIds;
import org.pabal.server.settings.Settings;
import org.pabal.storage.Storage;
import org.pabal.wire.Connector;
import org.pabal.wire.Wire;
import org.pabal.wire.http.HttpClient;

/// What every role of the transport stands on: what lasts on this host, what the settings say of it,
/// and how it reaches others.
///
/// @param name in greetings and trace fields
/// @param ids of mails that this run takes in or makes
record Ground(
        DataDirectory data,
        Foundation foundation,
        Settings settings,
        String name,
        Wire wire,
        Resolver resolver,
        RandomGenerator random,
        MailIds ids) {

    static Ground of(
            DataDirectory data,
            Foundation foundation,
            Settings settings,
            String name,
            Wire wire,
            Resolver resolver) {
        RandomGenerator random = new SecureRandom();
        return new Ground(
                data,
                foundation,
                settings,
                name,
                wire,
                resolver,
                random,
                new MailIds(foundation.clock(), random));
    }

    InstantSource clock() {
        return foundation.clock();
    }

    Storage storage() {
        return foundation.storage();
    }

    JoinedDirectory directory() {
        return foundation.directory();
    }

    StoredMailboxes mailboxes() {
        return foundation.mailboxes();
    }

    /// For servers of the web, which are believed as the settings say.
    HttpClient https() throws StartFailure {
        return new HttpClient(new Connector(wire), DeliverySettings.trust(settings));
    }
}
