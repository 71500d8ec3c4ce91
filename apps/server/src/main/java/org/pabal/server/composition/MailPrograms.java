// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.jmap.credential.CredentialCapability.Program.Tls;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;

/// What people enter into their mail programs: the doors that are open, those with TLS from the first
/// octet on before the others (RFC 8314 §3).
final class MailPrograms {
    private MailPrograms() {}

    static List<Program> of(Settings settings, String hostname) {
        List<Program> programs = new ArrayList<>();
        add(programs, settings, hostname, "imaps", "imap", Tls.IMPLICIT);
        add(programs, settings, hostname, "imap", "imap", Tls.STARTTLS);
        add(programs, settings, hostname, "submissions", "submission", Tls.IMPLICIT);
        add(programs, settings, hostname, "submission", "submission", Tls.STARTTLS);
        add(programs, settings, hostname, "pop3s", "pop3", Tls.IMPLICIT);
        add(programs, settings, hostname, "pop3", "pop3", Tls.STARTTLS);
        add(programs, settings, hostname, "managesieve", "sieve", Tls.STARTTLS);
        return programs;
    }

    private static void add(
            List<Program> programs,
            Settings settings,
            String hostname,
            String name,
            String service,
            Tls tls) {
        port(settings, name)
                .map(port -> new Program(service, hostname, port, tls))
                .ifPresent(programs::add);
    }

    /// The port of a service, where its door is open; one that the system chooses is nobody's to enter.
    static Optional<Integer> port(Settings settings, String name) {
        Service door = ServicesTable.service(name);
        int port = settings.get(door.port());
        return settings.get(door.enabled()) && port != 0
                ? Optional.of(port + settings.get(ServicesTable.PORT_OFFSET))
                : Optional.empty();
    }
}
