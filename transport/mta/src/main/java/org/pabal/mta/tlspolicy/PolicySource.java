// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import org.pabal.mailauth.mtasts.StsPolicy;
import org.pabal.mta.delivery.TlsFailure;

/// Where a domain's policy is fetched. Safe for use by many threads; blocks for a bounded time.
@FunctionalInterface
public interface PolicySource {

    /// @param domain in ASCII and lower case
    Fetched fetch(String domain);

    sealed interface Fetched {
        record Policy(StsPolicy policy) implements Fetched {}

        record Failed(TlsFailure why) implements Fetched {}
    }
}
