// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.directory.Directory;
import org.pabal.http.OwnNames;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.server.settings.HttpTable;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;

/// The names of this server on the web.
///
/// @param publicName what links begin with, with the port where that is not 443
/// @param httpsPort where TLS is spoken; empty when it is not, or the system chooses the port
record WebNames(String publicName, Set<String> others, OptionalInt httpsPort, Directory directory) {
    private static final int HTTPS = 443;
    private static final String STS = "mta-sts.";

    /// What programs put before a domain when they ask how to reach its mail.
    private static final List<String> ASKED = List.of("autoconfig.", "autodiscover.");

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?");

    static WebNames of(Settings settings, String hostname, Directory directory)
            throws StartFailure {
        Service https = ServicesTable.service("https");
        int port = settings.get(https.port());
        OptionalInt httpsPort =
                settings.get(https.enabled()) && port != 0
                        ? OptionalInt.of(port + settings.get(ServicesTable.PORT_OFFSET))
                        : OptionalInt.empty();
        String named = settings.get(HttpTable.HTTP_NAME);
        String publicName =
                named.isEmpty()
                        ? withPort(hostname.toLowerCase(Locale.ROOT), httpsPort)
                        : checked(named);
        Set<String> others = new HashSet<>();
        others.add(hostname.toLowerCase(Locale.ROOT));
        others.add(OwnNames.bare(publicName));
        for (String name : settings.get(HttpTable.HTTP_NAMES)) {
            others.add(OwnNames.bare(checked(name)));
        }
        return new WebNames(publicName, Set.copyOf(others), httpsPort, directory);
    }

    private static String checked(String name) throws StartFailure {
        if (!NAME.matcher(name).matches()) {
            throw new StartFailure(
                    "in http.public-name or http.names, '"
                            + name
                            + "' is not a host name such as mail.example.org");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String withPort(String host, OptionalInt port) {
        return port.isEmpty() || port.getAsInt() == HTTPS ? host : host + ":" + port.getAsInt();
    }

    OwnNames own() {
        return new OwnNames(publicName, this::isOurs);
    }

    private boolean isOurs(String host) {
        return others.contains(host)
                || stsDomain(host).isPresent()
                || askedDomain(host).isPresent();
    }

    /// The domain whose policy host this is: `mta-sts.DOMAIN`. RFC 8461 §3.3
    Optional<Domain> stsDomain(String host) {
        return behind(STS, host);
    }

    /// The domain that programs ask for at this host: `autoconfig.DOMAIN`, `autodiscover.DOMAIN`.
    Optional<Domain> askedDomain(String host) {
        return ASKED.stream().flatMap(prefix -> behind(prefix, host).stream()).findFirst();
    }

    private Optional<Domain> behind(String prefix, String host) {
        if (!host.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Domain.parse(host.substring(prefix.length())).filter(directory::isLocal);
        } catch (UnavailableException unknown) {
            return Optional.empty();
        }
    }

    /// Where a client goes on under TLS.
    ///
    /// @param host that it came to, in the clear
    Optional<String> secure(String host) {
        return httpsPort.isEmpty()
                ? Optional.empty()
                : Optional.of(withPort(OwnNames.bare(host), httpsPort));
    }
}
