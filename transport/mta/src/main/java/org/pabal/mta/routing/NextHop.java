// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.Optional;
import org.pabal.message.Domain;

/// Who gets a copy that is not for us.
public sealed interface NextHop {

    /// The mail exchangers of a domain, or the host of an address literal. RFC 5321 §5.1.
    record Exchangers(Domain domain) implements NextHop {
        @Override
        public String toString() {
            return "mail exchangers of " + domain;
        }
    }

    /// A host that the settings name. Its addresses are looked up, its MX records are not.
    ///
    /// @param host a name or an IP address
    record Host(String host, int port, Optional<RelayCredentials> credentials, RelayTls tls)
            implements NextHop {
        public Host {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
        }

        /// A host without a log-in.
        public static Host of(String host, int port) {
            return new Host(host, port, Optional.empty(), RelayTls.OPPORTUNISTIC);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// A smarthost: it takes mail for any domain, as far as it likes the sender.
    ///
    /// @param name by which the settings and the operator know it
    record Relay(String name, Host host) implements NextHop {
        @Override
        public String toString() {
            return "relay " + name + " (" + host + ")";
        }
    }
}
