// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import org.pabal.fetch.FetchSource.Security;
import org.pabal.message.Domain;

/// Where the mail of a domain's people lies, as the domain itself says. Safe for use by many threads;
/// blocks.
public interface MailPlaces {

    Place of(Domain domain);

    sealed interface Place {

        /// It says so.
        ///
        /// @param isVouched whether DNSSEC vouches for it, or the host is one of the domain: otherwise a
        ///     person is asked before anything connects to it. RFC 6186 §6
        record Said(String host, int port, Security security, boolean isVouched) implements Place {}

        /// It says that there is none.
        record NotOffered() implements Place {}

        /// It says nothing.
        record Unsaid() implements Place {}

        /// Nobody can tell now.
        record Unknown(String reason) implements Place {}
    }
}
