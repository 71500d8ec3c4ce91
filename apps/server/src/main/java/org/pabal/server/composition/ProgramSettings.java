// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.programs.Programs;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.mta.jobs.Reachable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SieveTable;
import org.pabal.wire.IpNetwork;

/// What the settings say about the programs of scripts, and about where scripts may notify.
final class ProgramSettings {
    private ProgramSettings() {}

    static SievePrograms programs(Settings settings, Programs host, MailboxStore mailboxes) {
        return new SievePrograms(
                host,
                new ProgramsConfig(
                        settings.get(SieveTable.SIEVE_PROGRAM_DIRECTORY),
                        settings.get(SieveTable.SIEVE_PROGRAM_TIME_LIMIT),
                        settings.get(SieveTable.SIEVE_PROGRAM_PATH)),
                mailboxes,
                settings.get(ReceptionTable.MAX_MESSAGE_SIZE));
    }

    static Reachable reachable(Settings settings) throws StartFailure {
        List<IpNetwork> inside = Networks.of(settings, SieveTable.SIEVE_NOTIFY_NETWORKS);
        return new Reachable(
                address -> inside.stream().anyMatch(network -> network.contains(address)));
    }
}
