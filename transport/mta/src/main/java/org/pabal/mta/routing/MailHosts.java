// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.Optional;
import org.pabal.wire.TlsClientContext;

/// The other hosts of this mail system, as far as mail goes to them. What it answers changes while
/// hosts come and go. Safe for use by many threads.
@FunctionalInterface
public interface MailHosts {

    /// Of a host that stands alone.
    MailHosts NONE = _ -> new Door.Unknown();

    /// How a host takes the mail of the accounts that it holds.
    ///
    /// @param name as the directory has it
    Door door(String name);

    sealed interface Door {

        /// By LMTP.
        ///
        /// @param name of the host, whatever other name the directory has for it
        /// @param host its address and port, with a log-in where the settings name one
        /// @param mutual of a host that knows us by our certificate; empty for another's program
        record Open(String name, NextHop.Host host, Optional<MutualTls> mutual) implements Door {}

        /// The host is this one: the directory's word for it is not known as ours.
        record Here() implements Door {}

        /// No such host.
        record Unknown() implements Door {}

        /// There is such a host, but it takes no mail from us.
        ///
        /// @param reason why, and what to do
        record Closed(String reason) implements Door {}
    }

    /// TLS in which both ends prove to be hosts of this mail system.
    ///
    /// @param serverName in the host's certificate
    record MutualTls(TlsClientContext context, String serverName) {}
}
