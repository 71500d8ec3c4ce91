// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import org.pabal.message.Domain;

/// Says what is demanded of TLS with a domain's mail exchangers: the settings, MTA-STS (RFC 8461),
/// DANE (RFC 7672). Safe for use by many threads; may ask the network.
public interface TlsPolicies {

    /// @param domain of the recipients
    /// @param exchanger name of one of its mail exchangers
    Answer ask(Domain domain, String exchanger);

    sealed interface Answer {
        record Use(TlsDemand demand) implements Answer {}

        /// This exchanger must not be used: a policy does not name it. RFC 8461 §5
        ///
        /// @param reason for the log and the report
        record Avoid(String reason) implements Answer {}

        /// What the policy is cannot be known now, and it may be strict: the exchanger is not used
        /// until it can. RFC 7672 §2.1
        record Unknown(String reason) implements Answer {}
    }

    /// TLS where it is offered. RFC 7435
    TlsPolicies OPPORTUNISTIC = (domain, exchanger) -> new Answer.Use(TlsDemand.OPPORTUNISTIC);
}
