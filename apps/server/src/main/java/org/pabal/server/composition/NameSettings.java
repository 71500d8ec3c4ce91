// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;

/// What the settings say this host and its domain are called.
final class NameSettings {
    private NameSettings() {}

    static String hostname(Settings settings) throws StartFailure {
        String set = settings.get(ServicesTable.HOSTNAME);
        String name = set.isEmpty() ? systemName() : set;
        return Domain.parse(name)
                .map(Domain::toAscii)
                .orElseThrow(() ->
                        new StartFailure(
                                "the host name '"
                                        + name
                                        + "' is not a domain name; set hostname in the"
                                        + " settings or --hostname"));
    }

    private static String systemName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    static Optional<Domain> defaultDomain(Settings settings) throws StartFailure {
        String text = settings.get(ServicesTable.DEFAULT_DOMAIN);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Domain> domain = Domain.parse(text);
        if (domain.isEmpty()) {
            throw new StartFailure("default-domain '" + text + "' is not a domain name");
        }
        return domain;
    }
}
