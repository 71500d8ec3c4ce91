// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.Optional;
import org.pabal.message.Domain;

/// Says what is demanded of TLS with a domain's mail exchangers: the settings, MTA-STS (RFC 8461),
/// DANE (RFC 7672). Safe for use by many threads; may ask the network.
public interface TlsPolicies {

    /// @param domain of the recipients
    /// @param exchanger name of one of its mail exchangers
    Answer ask(Domain domain, String exchanger);

    sealed interface Answer {
        /// @param policy that the demand comes from; empty without one
        record Use(TlsDemand demand, Optional<TlsPolicy> policy) implements Answer {

            /// Without a policy of the domain.
            public Use(TlsDemand demand) {
                this(demand, Optional.empty());
            }
        }

        /// This exchanger must not be used: a policy does not name it. RFC 8461 §5
        ///
        /// @param reason for the log and the report
        record Avoid(String reason, Optional<TlsPolicy> policy) implements Answer {

            public Avoid(String reason) {
                this(reason, Optional.empty());
            }
        }

        /// What the policy is cannot be known now, and it may be strict: the exchanger is not used
        /// until it can. RFC 7672 §2.1
        ///
        /// @param policy with its trouble; empty when there is nothing to report
        record Unknown(String reason, Optional<TlsPolicy> policy) implements Answer {

            public Unknown(String reason) {
                this(reason, Optional.empty());
            }
        }
    }

    /// TLS where it is offered. RFC 7435
    TlsPolicies OPPORTUNISTIC = (domain, exchanger) -> new Answer.Use(TlsDemand.OPPORTUNISTIC);
}
