// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginService;
import org.pabal.message.Address;
import org.pabal.mta.reception.DeliveryLogins;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;
import org.pabal.server.settings.LmtpHostTable;
import org.pabal.server.settings.LmtpTable;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.smtp.SmtpConfig;

/// What the settings say about LMTP.
final class LmtpSettings {
    /// At port 24, and at the port of setups from before it had one.
    static final List<String> SERVICES = List.of("lmtp", "lmtp-old");

    private LmtpSettings() {}

    static DeliveryLogins logins(Settings settings, Directory directory, LoginContexts logins)
            throws StartFailure {
        Set<Address> may = new HashSet<>();
        for (String text : settings.get(LmtpTable.LMTP_ACCOUNTS)) {
            may.add(
                    Address.parse(text)
                            .map(Address::lookupForm)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "in lmtp.accounts, '"
                                                    + text
                                                    + "' is not the address of an account")));
        }
        return new DeliveryLogins(
                directory,
                logins.ofClients(LoginService.LMTP),
                account -> may.contains(account.address().lookupForm()));
    }

    /// A service that other hosts reach and none may use is a mistake.
    static void requireSomebody(Settings settings, Listeners listeners, String service)
            throws StartFailure {
        boolean onlyThisHost =
                Networks.of(settings, LmtpTable.LMTP_TRUSTED_NETWORKS)
                        .equals(SmtpConfig.Clients.THIS_HOST);
        if (settings.get(ServicesTable.service(service).enabled())
                && onlyThisHost
                && settings.get(LmtpTable.LMTP_ACCOUNTS).isEmpty()
                && !listeners.isLocalOnly(service)) {
            throw new StartFailure(
                    "the service "
                            + service
                            + " can be reached by other hosts, and none may use it: name them in"
                            + " lmtp.trusted-networks or their accounts in lmtp.accounts, or set"
                            + " services."
                            + service
                            + ".address = \"127.0.0.1\"");
        }
    }

    /// A host of a route, with what `[lmtp-hosts.NAME]` says of it.
    static NextHop.Host host(Settings settings, NextHop.Host plain) throws StartFailure {
        for (NamedTable table : settings.tables(LmtpHostTable.KIND)) {
            if (table.get(LmtpHostTable.HOST).equalsIgnoreCase(plain.host())
                    && table.get(LmtpHostTable.PORT) == plain.port()) {
                return known(plain, table);
            }
        }
        return plain;
    }

    private static NextHop.Host known(NextHop.Host plain, NamedTable table) throws StartFailure {
        Optional<Path> file = table.get(LmtpHostTable.PASSWORD_FILE);
        Optional<RelayCredentials> credentials =
                file.isPresent()
                        ? Optional.of(
                                new RelayCredentials(
                                        table.get(LmtpHostTable.USER), SecretFile.read(file.get())))
                        : Optional.empty();
        RelayTls tls = tls(table.get(LmtpHostTable.TLS), credentials.isPresent());
        return new NextHop.Host(
                plain.host(), plain.port(), NextHop.Protocol.LMTP, credentials, tls);
    }

    static RelayTls tls(String word, boolean withPassword) {
        return switch (word) {
            case "starttls" -> RelayTls.REQUIRED;
            case "implicit" -> RelayTls.IMPLICIT;
            case "opportunistic" -> RelayTls.OPPORTUNISTIC;
            case "none" -> RelayTls.NONE;
            default -> withPassword ? RelayTls.REQUIRED : RelayTls.OPPORTUNISTIC;
        };
    }
}
