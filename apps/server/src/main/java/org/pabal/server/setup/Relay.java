// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Check;
import org.pabal.message.Address;

/// The smarthost by which mail goes out where port 25 is blocked.
public interface Relay {

    /// @param security `starttls`, `implicit`, `opportunistic` or `none`, as in `[relays.NAME]`
    /// @param user empty for no log-in
    record Asked(
            String host, int port, String security, String user, String password, Address from) {

        /// Without the password.
        @Override
        public String toString() {
            return host + ":" + port + " " + security;
        }
    }

    /// Who sets a smarthost besides these pages, such as `pabal.toml:12`.
    Optional<String> fixedBy();

    /// The steps of the check, in their order.
    List<Check.Step> check(Asked asked);

    /// The same of the smarthost that takes a sender's mail now; empty when mail goes out by itself.
    List<Check.Step> checkInUse(Address from);

    /// From the next start on.
    ///
    /// @throws IOException when it cannot be kept; nothing is changed then
    void keep(Asked asked) throws IOException;
}
