// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.ldap.LdapConfig.HostChange;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.mapping.Field;
import org.pabal.directory.ldap.mapping.Mapping.Delivery;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceChange;

/// Writes which host holds an account: its `mailHost`, or the domain of its `maildrop`.
final class HostWriter {
    private final LdapConfig config;
    private final LdapClient client;

    HostWriter(LdapConfig config, LdapClient client) {
        this.config = config;
        this.client = client;
    }

    SourceChange change(SourceAccount account, Optional<String> host) {
        boolean maildrop = config.mapping().delivery() == Delivery.MAILDROP;
        List<String> attributes =
                config.mapping().attributes(maildrop ? Field.ROUTING : Field.HOST);
        Optional<LdapIdentity> manager = config.manager().or(config::searcher);
        String directory = config.connection().directory();
        if (config.hostChange() == HostChange.REFUSED || manager.isEmpty()) {
            return refused(
                    "the directory "
                            + directory
                            + " is not written by this server; change the host there, or set"
                            + " write-host and manager-dn");
        }
        if (attributes.isEmpty()) {
            return refused("the directory " + directory + " has no attribute for the host");
        }
        try (LdapClient.Session session = client.open(manager)) {
            return PasswordWriter.modify(
                    session,
                    account.locator(),
                    List.of(modification(attributes.getFirst(), value(account, host, maildrop))));
        }
    }

    private static Optional<String> value(
            SourceAccount account, Optional<String> host, boolean maildrop) {
        return maildrop
                ? Optional.of(
                        account.address().localPart()
                                + "@"
                                + host.orElse(account.address().domain().toAscii()))
                : host;
    }

    private static Modification modification(String attribute, Optional<String> value) {
        return value.map(text -> new Modification(ModificationType.REPLACE, attribute, text))
                .orElseGet(() -> new Modification(ModificationType.REPLACE, attribute));
    }

    private static SourceChange refused(String reason) {
        return new SourceChange.Refused(reason);
    }
}
