// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/// Where responses come from.
interface Responses {

    /// @param until of `System.nanoTime`
    /// @return a response of NOERROR or NXDOMAIN to this very question, with the AD bit only when
    ///     DNSSEC vouches for it
    Message ask(Name name, int type, long until) throws NoResponse;

    /// No usable response from any.
    final class NoResponse extends Exception {
        private static final long serialVersionUID = 1L;

        private final Resolver.Security security;

        NoResponse(String reason) {
            this(reason, Resolver.Security.INSECURE);
        }

        NoResponse(String reason, Resolver.Security security) {
            super(reason);
            this.security = security;
        }

        RecordSet.Failed failed() {
            return new RecordSet.Failed(String.valueOf(getMessage()), security);
        }
    }
}
