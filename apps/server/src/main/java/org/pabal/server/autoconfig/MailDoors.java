// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.jmap.credential.CredentialCapability.Program.Tls;

/// The doors that programs are told of, those with TLS from the first octet on before the others.
record MailDoors(List<Program> all) {

    MailDoors {
        all = List.copyOf(all);
    }

    /// @param service `imap`, `pop3`, `submission`
    List<Program> of(String service) {
        return all.stream().filter(door -> door.service().equals(service)).toList();
    }

    /// For programs that are told of one.
    Optional<Program> best(String service) {
        return of(service).stream().findFirst();
    }

    static boolean isImplicit(Program door) {
        return door.tls() == Tls.IMPLICIT;
    }
}
