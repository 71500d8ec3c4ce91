// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import org.pabal.mailauth.mtasts.StsPolicy;

/// Where the doctor gets a domain's MTA-STS policy.
@FunctionalInterface
public interface PolicyFile {

    Fetched fetch(String domain);

    sealed interface Fetched {
        record Policy(StsPolicy policy) implements Fetched {}

        record Failed(String reason) implements Fetched {}

        /// Nothing is asked of the network.
        record Offline() implements Fetched {}
    }

    PolicyFile OFFLINE = domain -> new Fetched.Offline();
}
