// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.message.Domain;
import org.pabal.wire.TlsFacts;

/// Whose names a connection means: the domain that completes a bare log-in name. It is the one that
/// the TLS server name belongs to (`mail.example.org` to `example.org`), else that of the settings.
record LoginContexts(Directory directory, Optional<Domain> preset) {

    LoginContext of(Optional<TlsFacts> tls) {
        return new LoginContext(
                tls.flatMap(TlsFacts::serverName).flatMap(this::ofServerName).or(() -> preset));
    }

    private Optional<Domain> ofServerName(String name) {
        for (String rest = name; rest.contains("."); rest = rest.substring(rest.indexOf('.') + 1)) {
            Optional<Domain> domain = Domain.parse(rest).filter(directory::isLocal);
            if (domain.isPresent()) {
                return domain;
            }
        }
        return Optional.empty();
    }
}
